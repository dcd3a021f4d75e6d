-- Argument: the key of an attempt. Returns its state, and its outcome as JSON if it has one; an empty text if nobody makes it.
local key = ARGV[5]
local parts = redis.call('HMGET', FORWARDED, 'i:' .. key, 'o:' .. key, 't:' .. key)
if not parts[1] then return { '' } end
if parts[2] then return { 'ended', parts[2] } end
if parts[3] then return { 'taken' } end
if isListening() then return { 'queued' } end
removeForwarded(key)
return { '' }
