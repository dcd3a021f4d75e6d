-- Arguments: the key of an attempt, its id, the attempt as JSON. Returns the id under that key, if somebody listens.
if redis.call('EXISTS', LISTENER) == 0 then return false end
local key = ARGV[5]
local known = redis.call('HGET', FORWARDED, 'i:' .. key)
if known then return known end
redis.call('HSET', FORWARDED, 'i:' .. key, ARGV[6], 'n:' .. key, text(select(2, clock())), 'a:' .. key, ARGV[7])
touch()
notify({ isForwarded = true })
return ARGV[6]
