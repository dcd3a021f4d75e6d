-- Returns the order of each with the delivery.
local result = {}
for index, value in ipairs(redis.call('ZRANGE', DELIVERY_ORDER, 0, -1, 'WITHSCORES')) do
  table.insert(result, index % 2 == 1 and delivery(value) or value)
end
return result
