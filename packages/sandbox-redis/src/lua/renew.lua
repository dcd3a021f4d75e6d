-- Arguments: tokens of claims that a living process has.
local expiry = text(clock() + LEASE)
for index = 5, #ARGV do redis.call('ZADD', LEASES, 'XX', expiry, ARGV[index]) end
return #ARGV - 4
