-- Arguments: the time, a token. Returns the claim, and when to look again.
reap()
local id, due = firstDue()
local claim = false
if id and due - ahead() <= tonumber(ARGV[5]) then
  claim = take(id, due, ARGV[6])
  touch()
end
return { claim, nextLook() }
