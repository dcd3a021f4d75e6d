-- Arguments: a payment id, `pay`, `expire` or `fail`, the moment; then of a delivery: its id, its unchanging part as JSON,
-- its state, when it is due, and kind and seconds of the fault that it was prepared for, all of it empty without one; how many
-- payments to keep, and how many bytes of them. Returns the outcome, the payment, when to poll, and the payments that are
-- dropped.
local id, how, moment = ARGV[5], ARGV[6], tonumber(ARGV[7])
local found = payment(id)
if not found then return { 'unknown', false, nextPoll() } end
local deliveryId, record, state, due, kind, seconds = ARGV[8], ARGV[9], ARGV[10], ARGV[11], ARGV[12], ARGV[13]
local ids = { id, cjson.decode(found[1]).transactionId }
local fault, owner = locateFault('webhook', ids)
if deliveryId ~= '' then
  local set = fault and cjson.decode(fault) or {}
  if (set.kind or '') ~= kind or set.seconds ~= number(seconds) then return { 'fault-changed', false, nextPoll() } end
end

local dropped = {}
local now = 'pending'
if found[3] ~= '' then
  now = 'already-paid'
elseif found[4] ~= '' then
  now = 'failed'
elseif moment >= tonumber(found[2]) then
  now = 'expired'
end
local repeats = { expire = 'expired', fail = 'failed' }
if now ~= 'pending' and now ~= repeats[how] then return { now, found, nextPoll() } end

if how == 'pay' then
  redis.call('HSET', PAYMENTS, 'p:' .. id, ARGV[7])
  if deliveryId ~= '' and fault then countDownFault('webhook', owner) end
  for _, one in ipairs(ids) do removeFault('webhook', one) end
  if deliveryId ~= '' then
    weigh('payments', #record)
    redis.call('HSET', DELIVERIES, 'r:' .. deliveryId, record, 's:' .. deliveryId, state)
    redis.call('ZADD', DELIVERY_ORDER, text(nextOrder(DELIVERY_ORDER)), deliveryId)
    schedule(deliveryId, number(due))
    dropped = dropPayments(id, tonumber(ARGV[14]), tonumber(ARGV[15]))
  end
elseif how == 'expire' then
  if moment < tonumber(found[2]) then redis.call('HSET', PAYMENTS, 'e:' .. id, ARGV[7]) end
else
  redis.call('HSETNX', PAYMENTS, 'f:' .. id, ARGV[7])
end
touch()
if deliveryId ~= '' then notify({ deliveryId = deliveryId }) else notify({}) end
return { 'done', payment(id), nextPoll(), dropped }
