-- Arguments: payment id, transaction id, its unchanging part as JSON, when it expires, the license key, how many to keep, and
-- how many bytes of them and their webhooks. The oldest are dropped.
if not isOpen() then return { 'closed' } end
local id, transaction, record, expires, key = ARGV[5], ARGV[6], ARGV[7], ARGV[8], ARGV[9]
local most, mostBytes = tonumber(ARGV[10]), tonumber(ARGV[11])
local earlier = redis.call('HGET', TRANSACTIONS, transaction)
-- The reply to the same insertion was lost.
if earlier == id then return { 'created', 0 } end
if earlier then return { 'exists', payment(earlier) } end
local tokens = number(redis.call('HGET', LICENSES, 't:' .. key))
if not tokens or tokens < 1 then return { 'no-token' } end
redis.call('HSET', LICENSES, 't:' .. key, text(tokens - 1))
redis.call('HSET', PAYMENTS, 'r:' .. id, record, 'e:' .. id, expires)
redis.call('HSET', TRANSACTIONS, transaction, id)
local _, order = clock()
redis.call('ZADD', ORDER, text(order), id)
local dropped = 0
local weight = weigh(#record)
local count = redis.call('ZCARD', ORDER)
while count > most or (weight > mostBytes and count > 1) do
  local oldest = redis.call('ZPOPMIN', ORDER)[1]
  redis.call('HDEL', TRANSACTIONS, cjson.decode(redis.call('HGET', PAYMENTS, 'r:' .. oldest)).transactionId)
  weigh(-redis.call('HSTRLEN', PAYMENTS, 'r:' .. oldest))
  redis.call('HDEL', PAYMENTS, 'r:' .. oldest, 'e:' .. oldest, 'p:' .. oldest, 'f:' .. oldest)
  removeDelivery((string.gsub(oldest, '^PAY%-', 'dlv_')))
  weight = weigh(0)
  count = count - 1
  dropped = dropped + 1
end
touch()
notify({})
return { 'created', dropped }
