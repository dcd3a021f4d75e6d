-- Arguments: payment id and transaction id. Returns the webhook fault with its times.
local fault, owner = locateFault('webhook', { ARGV[5], ARGV[6] })
if not fault then return false end
return { fault, redis.call('HGET', FAULTS, 'times:' .. faultField('webhook', owner)) or '' }
