-- Arguments: how far ahead to go, the time, a token, the number of the latest delivery that counts or empty. Returns the
-- outcome, the claim if something is due, when to poll, and the number of the latest delivery, or `moved`.
if not isOpen() then return { 'arrived', false, nextPoll() } end
reap()
local time = tonumber(ARGV[6])
local now = clockOffset()
local target = math.min(tonumber(ARGV[5]), number(redis.call('HGET', META, 'target')))
local id, due = firstDue()
if id and due <= time + now then
  local claim = take(id, due, ARGV[7])
  touch()
  return { 'due', claim, nextPoll() }
end
local latest = number(ARGV[8]) or nextOrder(DELIVERY_ORDER)
for _, claim in ipairs(redis.call('HVALS', CLAIMS)) do
  local claimed = tonumber(string.match(claim, '^%S* (%S+) '))
  if claimed <= latest then return { 'busy', false, nextPoll(), text(latest) } end
end
local isNext = id and due <= time + target
redis.call('HSET', META, 'ahead', text(math.max(now, isNext and (due - time) or target)))
local claim = isNext and take(id, due, ARGV[7]) or false
touch()
if not isNext then notify({}) end
return { isNext and 'due' or 'arrived', claim, nextPoll(), 'moved' }
