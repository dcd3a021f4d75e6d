-- Returns each entry with its order, from the newest.
local result = {}
for _, line in ipairs(redis.call('LRANGE', REQUESTS, 0, -1)) do
  local order, entry = string.match(line, '^(%S+) (.*)$')
  table.insert(result, entry)
  table.insert(result, order)
end
return result
