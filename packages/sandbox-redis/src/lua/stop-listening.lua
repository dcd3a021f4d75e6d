-- Argument: the id of a listener. It is remembered, because a request of its own may still be on the way.
if redis.call('HGET', LISTENER, 'id') ~= ARGV[5] then return 0 end
redis.call('HSET', LISTENER, 'stopped', '1')
notify({ listener = 'changed' })
return 1
