-- Returns the attempts without an outcome, each with its number.
local fields = {}
local all = redis.call('HGETALL', FORWARDED)
for index = 1, #all, 2 do fields[all[index]] = all[index + 1] end
local result = {}
for field, value in pairs(fields) do
  local key = string.match(field, '^a:(.*)$')
  if key and not fields['o:' .. key] then
    table.insert(result, value)
    table.insert(result, fields['n:' .. key])
  end
end
return result
