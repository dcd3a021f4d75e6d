-- Arguments: the entry as JSON, how many to keep.
local _, order = clock()
redis.call('LPUSH', REQUESTS, text(order) .. ' ' .. ARGV[5])
redis.call('LTRIM', REQUESTS, 0, tonumber(ARGV[6]) - 1)
-- An account that is asked lives on.
touch()
notify({})
return 1
