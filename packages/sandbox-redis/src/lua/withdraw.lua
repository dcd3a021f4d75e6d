-- Argument: the key of an attempt.
local key = ARGV[5]
return redis.call('HDEL', FORWARDED, 'i:' .. key, 'n:' .. key, 'a:' .. key, 'o:' .. key)
