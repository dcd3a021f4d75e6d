-- Arguments: the id of a listener, its lease in milliseconds, 1 if it takes the place of another one. Returns 1 if it listens.
local before = redis.call('GET', LISTENER)
local isOther = before and before ~= ARGV[5]
if isOther and ARGV[7] ~= '1' then return 0 end
redis.call('SET', LISTENER, ARGV[5], 'PX', ARGV[6])
if isOther then notify({ isForwarded = true }) end
return 1
