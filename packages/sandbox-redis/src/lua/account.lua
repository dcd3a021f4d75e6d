-- The prelude of every script. The keys of one account, all under one hash tag:
local META, PAYMENTS, TRANSACTIONS, ORDER = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local LICENSES, FAULTS, FAULT_ORDER = KEYS[5], KEYS[6], KEYS[7]
local DELIVERIES, DELIVERY_ORDER, DUE, CLAIMS, LEASES = KEYS[8], KEYS[9], KEYS[10], KEYS[11], KEYS[12]
local REQUESTS = KEYS[13]
-- The listener of the account: `id`, and `stopped` once it has; its lease is the time to live. A reset does not end it.
-- Forwarded attempts: under `k:` and the id of one is its key; under `i:`, `a:`, `t:`, `o:` and the key are its id, the
-- attempt as JSON, the listener that has taken it, and its outcome as JSON. Then the keys in the queue, and those taken.
local FORWARDED, LISTENER, QUEUE, TAKEN = KEYS[14], KEYS[15], KEYS[16], KEYS[17]

-- What every script is called with first.
local API_KEY = ARGV[1]
local CHANNEL = ARGV[2]
-- Milliseconds after which an unused account is removed, and after which the claim of a dead process ends.
local IDLE = tonumber(ARGV[3])
local LEASE = tonumber(ARGV[4])
local function number(text)
  return text and tonumber(text) or nil
end

-- Numbers as JavaScript writes them: moments have more digits than Lua shows by itself.
local function text(value)
  return string.format('%.17g', value)
end

-- Real milliseconds, and a number that grows with every script.
local function clock()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000), tonumber(time[1]) * 1000000 + tonumber(time[2])
end

local function notify(change)
  if API_KEY ~= '' then change.apiKey = API_KEY end
  redis.call('PUBLISH', CHANNEL, cjson.encode(change))
end

-- Lets an account live on, with the keys that have just come into being.
local function touch()
  for _, key in ipairs(KEYS) do
    if key ~= LISTENER then redis.call('PEXPIRE', key, IDLE) end
  end
end

local function isOpen()
  return redis.call('HEXISTS', META, 'ahead') == 1
end

local function clockOffset()
  return number(redis.call('HGET', META, 'ahead')) or 0
end

-- Begins an account with its license keys, given as JSON.
local function open(common, licenses)
  redis.call('HSET', META, 'ahead', common, 'target', common)
  local order = {}
  for _, license in ipairs(cjson.decode(licenses)) do
    redis.call('HSET', LICENSES, 't:' .. license.key, text(license.tokens), 's:' .. license.key, license.state)
    table.insert(order, license.key)
  end
  redis.call('HSET', LICENSES, 'order', cjson.encode(order))
  touch()
end

-- Counts the bytes of a kind of things: `payments` (with their webhooks), `requests`, `licenses` or `faults`. Returns how
-- many they are.
local function weigh(kind, bytes)
  return redis.call('HINCRBY', META, 'bytes:' .. kind, string.format('%d', bytes))
end

-- A number for what comes last in a sorted set, also if the clock of the server was set back.
local function nextOrder(key)
  local last = redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')[2]
  return math.max(select(2, clock()), (number(last) or 0) + 1)
end

-- How many bytes a script lists, roughly: other accounts wait meanwhile.
local PAGE_BYTES = 2 ^ 20

-- The newest entries of a sorted set up to an order (`+inf`; `(` and a number: before it), and no more than so many.
-- Returns 1 if there may be older ones, and then each with its order.
local function page(key, from, max, entryOf)
  local result, bytes = { 0 }, 0
  local found = redis.call('ZRANGE', key, from, '-inf', 'BYSCORE', 'REV', 'LIMIT', 0, max, 'WITHSCORES')
  for index = 1, #found, 2 do
    local entry = entryOf(found[index])
    table.insert(result, entry)
    table.insert(result, found[index + 1])
    for _, part in ipairs(entry) do bytes = bytes + #part end
    if bytes > PAGE_BYTES or index + 1 == 2 * tonumber(max) then
      result[1] = 1
      break
    end
  end
  return result
end

-- Payments: the part that never changes as JSON, and what changes beside it.

local function payment(id)
  local record = redis.call('HGET', PAYMENTS, 'r:' .. id)
  if not record then return nil end
  local rest = redis.call('HMGET', PAYMENTS, 'e:' .. id, 'p:' .. id, 'f:' .. id)
  return { record, rest[1], rest[2] or '', rest[3] or '' }
end

local function paymentIdOf(id)
  if redis.call('HEXISTS', PAYMENTS, 'r:' .. id) == 1 then return id end
  return redis.call('HGET', TRANSACTIONS, id) or nil
end

-- Faults: `webhook` or `request`, for an id or (without one) for the account.

local function faultField(affected, id)
  return affected .. ':' .. (id and ('i' .. id) or '')
end

-- Returns the fault, and the id that it was set for.
local function locateFault(affected, ids)
  for _, id in ipairs(ids) do
    local fault = redis.call('HGET', FAULTS, faultField(affected, id))
    if fault then return fault, id end
  end
  return redis.call('HGET', FAULTS, faultField(affected)) or nil, nil
end

-- Its id stands in the field of the fault, in that of its times and in the order.
local function weightOfFault(field, fault)
  return 3 * #field + #fault
end

local function removeFault(affected, id)
  local field = faultField(affected, id)
  local fault = redis.call('HGET', FAULTS, field)
  if not fault then return end
  weigh('faults', -weightOfFault(field, fault))
  redis.call('HDEL', FAULTS, field, 'times:' .. field)
  if not id then return end
  local other = faultField(affected == 'webhook' and 'request' or 'webhook', id)
  if redis.call('HEXISTS', FAULTS, other) == 0 then redis.call('ZREM', FAULT_ORDER, id) end
end

local function countDownFault(affected, id)
  local field = faultField(affected, id)
  local times = number(redis.call('HGET', FAULTS, 'times:' .. field))
  if times == 1 then
    removeFault(affected, id)
  elseif times then
    redis.call('HSET', FAULTS, 'times:' .. field, text(times - 1))
  end
end

-- Deliveries: the part that never changes as JSON, and what changes beside it.

local function delivery(id)
  local record = redis.call('HGET', DELIVERIES, 'r:' .. id)
  if not record then return nil end
  local rest = redis.call('HMGET', DELIVERIES, 's:' .. id, 'n:' .. id, 'a:' .. id)
  return { record, rest[1], rest[2] or '', rest[3] or '' }
end

-- `due` as a number, or nil for none.
local function schedule(id, due)
  if due then
    redis.call('HSET', DELIVERIES, 'n:' .. id, text(due))
    redis.call('ZADD', DUE, text(due), id)
  else
    redis.call('HDEL', DELIVERIES, 'n:' .. id)
    redis.call('ZREM', DUE, id)
  end
end

local function removeDelivery(id)
  weigh('payments', -redis.call('HSTRLEN', DELIVERIES, 'r:' .. id) - redis.call('HSTRLEN', DELIVERIES, 'a:' .. id))
  redis.call('HDEL', DELIVERIES, 'r:' .. id, 's:' .. id, 'n:' .. id, 'a:' .. id, 'b:' .. id, 'c:' .. id, 'm:' .. id)
  redis.call('ZREM', DELIVERY_ORDER, id)
  redis.call('ZREM', DUE, id)
end

-- Drops the oldest payments with their webhooks as long as there are too many, or they have too many bytes, but not `kept`.
-- Returns their ids.
local function dropPayments(kept, max, maxBytes)
  local dropped = {}
  local count = redis.call('ZCARD', ORDER)
  while count > 1 and (count > max or weigh('payments', 0) > maxBytes) do
    local oldest = redis.call('ZRANGE', ORDER, 0, 1)
    local id = oldest[1] == kept and oldest[2] or oldest[1]
    local record = redis.call('HGET', PAYMENTS, 'r:' .. id)
    redis.call('ZREM', ORDER, id)
    redis.call('HDEL', TRANSACTIONS, cjson.decode(record).transactionId)
    weigh('payments', -#record)
    redis.call('HDEL', PAYMENTS, 'r:' .. id, 'e:' .. id, 'p:' .. id, 'f:' .. id)
    removeDelivery((string.gsub(id, '^PAY%-', 'dlv_')))
    table.insert(dropped, id)
    count = count - 1
  end
  return dropped
end

local function take(id, due, token)
  local claimCount = number(redis.call('HGET', DELIVERIES, 'c:' .. id)) or 0
  redis.call('HSET', DELIVERIES, 'b:' .. id, '1')
  -- A claim of the schedule has the number of its delivery, a redelivery one of its own.
  local order = due and number(redis.call('ZSCORE', DELIVERY_ORDER, id)) or select(2, clock())
  redis.call('HSET', CLAIMS, token, (due and text(due) or '') .. ' ' .. text(order) .. ' ' .. id)
  redis.call('ZADD', LEASES, text(clock() + LEASE), token)
  if due then
    redis.call('HSET', DELIVERIES, 'c:' .. id, text(claimCount + 1))
    schedule(id, nil)
  end
  return { delivery(id), due and text(due) or '', text(claimCount), token }
end

-- Ends a claim. Returns its delivery, and for which moment it was claimed; nothing if it has ended before.
local function endClaim(token)
  local claim = redis.call('HGET', CLAIMS, token)
  if not claim then return nil end
  redis.call('HDEL', CLAIMS, token)
  redis.call('ZREM', LEASES, token)
  local due, id = string.match(claim, '^(%S*) %S+ (.*)$')
  return id, number(due)
end

local function isListening()
  local listener = redis.call('HMGET', LISTENER, 'id', 'stopped')
  return listener[1] and not listener[2]
end

local function removeForwarded(key)
  local id = redis.call('HGET', FORWARDED, 'i:' .. key)
  redis.call('HDEL', FORWARDED, 'i:' .. key, 'a:' .. key, 't:' .. key, 'o:' .. key, 'k:' .. (id or ''))
  redis.call('ZREM', QUEUE, key)
  redis.call('ZREM', TAKEN, key)
end

local function giveBack(token)
  local id, due = endClaim(token)
  -- Nobody makes the same redelivery again.
  if id and not due then removeForwarded(id .. ' ' .. token .. ' 0') end
  if not id or not due or redis.call('HEXISTS', DELIVERIES, 'r:' .. id) == 0 then return id end
  redis.call('HINCRBY', DELIVERIES, 'c:' .. id, -1)
  if redis.call('HGET', DELIVERIES, 's:' .. id) == 'pending' then schedule(id, due) end
  return id
end

-- How many claims one script gives back. A lease that has ended is a moment to poll again, so the rest follows.
local MAX_GIVEN_BACK = 100

-- Gives back what processes have claimed that did not renew their leases: they are dead.
local function reap()
  local ended = redis.call('ZRANGEBYSCORE', LEASES, '-inf', text(clock()), 'LIMIT', 0, MAX_GIVEN_BACK)
  for _, token in ipairs(ended) do giveBack(token) end
end

local function firstDue()
  local first = redis.call('ZRANGE', DUE, 0, 0, 'WITHSCORES')
  if #first == 0 then return nil end
  return first[1], tonumber(first[2])
end

-- The real moment at which a process has to poll this account, or an empty text.
local function nextPoll()
  local _, due = firstDue()
  local lease = redis.call('ZRANGE', LEASES, 0, 0, 'WITHSCORES')
  local poll = due and (due - clockOffset()) or nil
  if #lease > 0 then
    local expiry = tonumber(lease[2])
    if not poll or expiry < poll then poll = expiry end
  end
  return poll and text(poll) or ''
end
