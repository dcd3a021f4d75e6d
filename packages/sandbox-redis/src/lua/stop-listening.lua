-- Argument: the id of a listener.
if redis.call('GET', LISTENER) ~= ARGV[5] then return 0 end
redis.call('UNLINK', LISTENER)
notify({ isForwarded = true })
return 1
