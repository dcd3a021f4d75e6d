-- Argument: milliseconds. Returns how far ahead the clock will be.
if not isOpen() then return { 'closed' } end
local aim = math.max(number(redis.call('HGET', META, 'aim')), ahead()) + tonumber(ARGV[5])
redis.call('HSET', META, 'aim', text(aim))
touch()
return { 'done', text(aim) }
