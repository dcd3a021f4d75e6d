-- Argument: where the newest that are asked for begin: 0 for all, -5 for five. Returns each payment with its order.
local result = {}
for index, value in ipairs(redis.call('ZRANGE', ORDER, ARGV[5], -1, 'WITHSCORES')) do
  table.insert(result, index % 2 == 1 and payment(value) or value)
end
return result
