-- Argument: milliseconds. Returns how far ahead the clock will be.
if not isOpen() then return { 'closed' } end
local target = math.max(number(redis.call('HGET', META, 'target')), clockOffset()) + tonumber(ARGV[5])
redis.call('HSET', META, 'target', text(target))
touch()
return { 'done', text(target) }
