-- Arguments: the id of an attempt, its outcome as JSON. Returns 1 if there is such an attempt; its first outcome stays.
local all = redis.call('HGETALL', FORWARDED)
for index = 1, #all, 2 do
  local key = string.match(all[index], '^i:(.*)$')
  if key and all[index + 1] == ARGV[5] then
    redis.call('HSETNX', FORWARDED, 'o:' .. key, ARGV[6])
    notify({ isForwarded = true })
    return 1
  end
end
return 0
