-- Arguments: the entry as JSON, how many to keep, and how many bytes of them. The oldest are dropped.
local _, order = clock()
local line = text(order) .. ' ' .. ARGV[5]
local count = redis.call('LPUSH', REQUESTS, line)
local bytes = weigh('requests', #line)
while count > tonumber(ARGV[6]) or (bytes > tonumber(ARGV[7]) and count > 1) do
  bytes = weigh('requests', -#redis.call('RPOP', REQUESTS))
  count = count - 1
end
-- An account that is asked lives on.
touch()
notify({})
return 1
