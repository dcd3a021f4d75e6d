-- Arguments: the id of a delivery, a token.
if not delivery(ARGV[5]) then return false end
local claim = take(ARGV[5], nil, ARGV[6])
touch()
return claim
