-- Arguments: the id of a listener, how many attempts, the ids of those that it knows. Returns attempts as JSON.
local listener, max = ARGV[5], tonumber(ARGV[6])
local isKnown = {}
for index = 7, #ARGV do isKnown[ARGV[index]] = true end
local result = {}
for _, key in ipairs(redis.call('ZRANGE', TAKEN, 0, -1)) do
  local taken = redis.call('HMGET', FORWARDED, 't:' .. key, 'i:' .. key, 'a:' .. key)
  if #result < max and taken[1] == listener and not isKnown[taken[2]] then table.insert(result, taken[3]) end
end
if #result < max then
  for _, key in ipairs(redis.call('ZRANGE', QUEUE, 0, max - #result - 1)) do
    redis.call('ZADD', TAKEN, redis.call('ZSCORE', QUEUE, key), key)
    redis.call('ZREM', QUEUE, key)
    redis.call('HSET', FORWARDED, 't:' .. key, listener)
    table.insert(result, redis.call('HGET', FORWARDED, 'a:' .. key))
  end
end
touch()
return result
