-- Arguments: payment id, transaction id, its unchanging part as JSON, when it expires, the license key, how many to keep, and
-- how many bytes of them and their webhooks. The oldest are dropped, and their ids returned.
if not isOpen() then return { 'closed' } end
local id, transaction, record, expires, key = ARGV[5], ARGV[6], ARGV[7], ARGV[8], ARGV[9]
local earlier = redis.call('HGET', TRANSACTIONS, transaction)
-- The reply to the same insertion was lost.
if earlier == id then return { 'created', {} } end
if earlier then return { 'exists', payment(earlier) } end
local tokens = number(redis.call('HGET', LICENSES, 't:' .. key))
if not tokens or tokens < 1 then return { 'no-token' } end
redis.call('HSET', LICENSES, 't:' .. key, text(tokens - 1))
redis.call('HSET', PAYMENTS, 'r:' .. id, record, 'e:' .. id, expires)
redis.call('HSET', TRANSACTIONS, transaction, id)
redis.call('ZADD', ORDER, text(nextOrder(ORDER)), id)
weigh('payments', #record)
local dropped = dropPayments(id, tonumber(ARGV[10]), tonumber(ARGV[11]))
touch()
notify({})
return { 'created', dropped }
