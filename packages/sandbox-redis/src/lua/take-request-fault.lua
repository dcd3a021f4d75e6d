-- Argument: the transaction id, or empty. Returns the fault without its times.
local ids = {}
if ARGV[5] ~= '' then
  ids = { redis.call('HGET', TRANSACTIONS, ARGV[5]) or ARGV[5], ARGV[5] }
end
local fault, owner = locateFault('request', ids)
if not fault then return false end
countDownFault('request', owner)
touch()
notify({})
return fault
