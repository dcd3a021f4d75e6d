-- Arguments: `transaction` or `any`, an id.
local id = ARGV[5] == 'any' and paymentIdOf(ARGV[6]) or redis.call('HGET', TRANSACTIONS, ARGV[6])
return id and payment(id) or false
