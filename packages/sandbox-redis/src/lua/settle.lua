-- Arguments: the token, 1 if an attempt was acknowledged, when the next is due or empty, how many attempts to keep, how many
-- payments and how many bytes of them, and the attempts as JSON, each with the response body and then without, for accounts
-- that have more. Returns the number of attempts that were ever made, when to poll again, and the payments that are dropped.
local id, due = endClaim(ARGV[5])
if not id then return false end
if redis.call('HEXISTS', DELIVERIES, 'r:' .. id) == 0 then
  notify({ deliveryId = id })
  return false
end
local max = tonumber(ARGV[8])
local attempts = {}
for line in string.gmatch(redis.call('HGET', DELIVERIES, 'a:' .. id) or '', '[^\n]+') do table.insert(attempts, line) end
for index = 11, #ARGV, 2 do
  local isTooMuch = weigh('payments', 0) + #ARGV[index] > tonumber(ARGV[10])
  table.insert(attempts, isTooMuch and ARGV[index + 1] or ARGV[index])
end
local made = redis.call('HINCRBY', DELIVERIES, 'm:' .. id, (#ARGV - 10) / 2)
local kept = table.concat(attempts, '\n', math.max(#attempts - max + 1, 1))
weigh('payments', #kept - redis.call('HSTRLEN', DELIVERIES, 'a:' .. id))
redis.call('HSET', DELIVERIES, 'a:' .. id, kept)
if ARGV[6] == '1' then
  redis.call('HSET', DELIVERIES, 's:' .. id, 'delivered')
  schedule(id, nil)
elseif due and redis.call('HGET', DELIVERIES, 's:' .. id) == 'pending' then
  if ARGV[7] == '' then redis.call('HSET', DELIVERIES, 's:' .. id, 'failed') end
  schedule(id, number(ARGV[7]))
end
local dropped = dropPayments((string.gsub(id, '^dlv_', 'PAY-')), tonumber(ARGV[9]), tonumber(ARGV[10]))
touch()
notify({ deliveryId = id })
return { text(made), nextPoll(), dropped }
