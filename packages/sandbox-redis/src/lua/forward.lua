-- Arguments: the token of a claim, the key of an attempt, its id, the attempt as JSON. Returns the id under that key, if
-- somebody listens.
if redis.call('HEXISTS', CLAIMS, ARGV[5]) == 0 then return false end
local key, id = ARGV[6], ARGV[7]
local known = redis.call('HGET', FORWARDED, 'i:' .. key)
if known then return known end
if not isListening() then return false end
redis.call('HSET', FORWARDED, 'k:' .. id, key, 'i:' .. key, id, 'a:' .. key, ARGV[8])
redis.call('ZADD', QUEUE, text(select(2, clock())), key)
touch()
notify({ listener = 'queued' })
return id
