-- Argument: the token. Returns when to poll again.
local id = giveBack(ARGV[5])
if id then notify({ deliveryId = id }) end
touch()
return nextPoll()
