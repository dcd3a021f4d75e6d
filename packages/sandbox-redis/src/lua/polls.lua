-- Its own keys: the moments at which somebody has to poll each account, and the version of each.
-- Arguments: what to do, then what that needs.
local POLLS, VERSIONS = KEYS[1], KEYS[2]
local what = ARGV[1]

-- An account and a moment: poll then, or before.
if what == 'lower' then
  redis.call('ZADD', POLLS, 'LT', ARGV[3], ARGV[2])
  redis.call('HSET', VERSIONS, ARGV[2], redis.call('HINCRBY', VERSIONS, '', 1))
  return 1
end

-- The time, how many: the accounts to poll, each with the moment and the version.
if what == 'due' then
  local result = {}
  for index, value in ipairs(redis.call('ZRANGEBYSCORE', POLLS, '-inf', ARGV[2], 'WITHSCORES', 'LIMIT', 0, ARGV[3])) do
    table.insert(result, value)
    if index % 2 == 0 then table.insert(result, redis.call('HGET', VERSIONS, result[#result - 1]) or '') end
  end
  return result
end

-- An account, the version that was found, and the moment to poll next or empty: unless it was lowered meanwhile.
if what == 'done' then
  if (redis.call('HGET', VERSIONS, ARGV[2]) or '') ~= ARGV[3] then return 0 end
  if ARGV[4] == '' then
    redis.call('ZREM', POLLS, ARGV[2])
    redis.call('HDEL', VERSIONS, ARGV[2])
  else
    redis.call('ZADD', POLLS, ARGV[4], ARGV[2])
  end
  return 1
end
