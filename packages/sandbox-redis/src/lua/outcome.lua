-- Argument: the key of an attempt. Returns its outcome as JSON, if there is one, and 1 if somebody may still bring it.
local known = redis.call('HMGET', FORWARDED, 'i:' .. ARGV[5], 'o:' .. ARGV[5])
return { known[2], known[1] and redis.call('EXISTS', LISTENER) or 0 }
