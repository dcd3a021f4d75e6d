-- Arguments: the id of a listener, that of an attempt, its outcome as JSON. Returns 1 if the listener has taken such an
-- attempt. The first outcome stays.
local key = redis.call('HGET', FORWARDED, 'k:' .. ARGV[6])
if not key or redis.call('HGET', FORWARDED, 't:' .. key) ~= ARGV[5] then return 0 end
redis.call('HSETNX', FORWARDED, 'o:' .. key, ARGV[7])
redis.call('ZREM', TAKEN, key)
notify({ attemptId = ARGV[6] })
return 1
