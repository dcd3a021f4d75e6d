-- Arguments: the id of a listener, its lease in milliseconds, `replace`, `join` or `renew`. Returns 1 if it listens.
local before = redis.call('HMGET', LISTENER, 'id', 'stopped')
local isOwn = before[1] == ARGV[5]
if isOwn and before[2] then return 0 end
if ARGV[7] == 'renew' and not isOwn then return 0 end
if ARGV[7] == 'join' and not isOwn and isListening() then return 0 end
if not isOwn then
  redis.call('UNLINK', LISTENER)
  redis.call('HSET', LISTENER, 'id', ARGV[5])
  if before[1] then notify({ listener = 'changed' }) end
end
redis.call('PEXPIRE', LISTENER, ARGV[6])
return 1
