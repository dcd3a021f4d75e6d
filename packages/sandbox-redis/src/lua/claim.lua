-- Arguments: the time, a token. Returns the claim, and when to poll again.
reap()
local id, due = firstDue()
-- Dropped with its payment.
while id and redis.call('HEXISTS', DELIVERIES, 'r:' .. id) == 0 do
  redis.call('ZREM', DUE, id)
  id, due = firstDue()
end
local claim = false
if id and due - clockOffset() <= tonumber(ARGV[5]) then
  claim = take(id, due, ARGV[6])
  touch()
end
return { claim, nextPoll() }
