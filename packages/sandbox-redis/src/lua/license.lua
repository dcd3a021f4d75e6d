-- Argument: the license key. Returns its tokens and its state.
if not isOpen() then return { 'closed' } end
local found = redis.call('HMGET', LICENSES, 't:' .. ARGV[5], 's:' .. ARGV[5])
if not found[1] then return { 'done' } end
return { 'done', found[1], found[2] }
