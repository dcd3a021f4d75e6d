-- Arguments: the token, 1 if an attempt was acknowledged, when the next is due or empty, how many attempts to keep, how
-- many bytes of an account, and the attempts as JSON, each with the response body and then without, for accounts that have
-- more. Returns the number of attempts that were ever made, and when to look again.
local id, due = endClaim(ARGV[5])
if not id then return false end
if redis.call('HEXISTS', DELIVERIES, 'r:' .. id) == 0 then
  notify({ deliveryId = id })
  return false
end
local most = tonumber(ARGV[8])
local attempts = {}
for line in string.gmatch(redis.call('HGET', DELIVERIES, 'a:' .. id) or '', '[^\n]+') do table.insert(attempts, line) end
for index = 10, #ARGV, 2 do
  local isTooMuch = weigh(0) + #ARGV[index] > tonumber(ARGV[9])
  table.insert(attempts, isTooMuch and ARGV[index + 1] or ARGV[index])
end
local made = redis.call('HINCRBY', DELIVERIES, 'm:' .. id, (#ARGV - 9) / 2)
local kept = table.concat(attempts, '\n', math.max(#attempts - most + 1, 1))
weigh(#kept - redis.call('HSTRLEN', DELIVERIES, 'a:' .. id))
redis.call('HSET', DELIVERIES, 'a:' .. id, kept)
if ARGV[6] == '1' then
  redis.call('HSET', DELIVERIES, 's:' .. id, 'delivered')
  schedule(id, nil)
elseif due and redis.call('HGET', DELIVERIES, 's:' .. id) == 'pending' then
  if ARGV[7] == '' then redis.call('HSET', DELIVERIES, 's:' .. id, 'failed') end
  schedule(id, number(ARGV[7]))
end
touch()
notify({ deliveryId = id })
return { text(made), nextLook() }
