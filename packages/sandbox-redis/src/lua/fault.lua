-- Arguments: payment id and transaction id. Returns the webhook fault with its times.
local field, fault = locateFault('webhook', { ARGV[5], ARGV[6] })
if not field then return false end
return { fault, redis.call('HGET', FAULTS, 'times:' .. field) or '' }
