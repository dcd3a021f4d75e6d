-- Returns key, tokens and state of each, in order.
if not isOpen() then return { 'closed' } end
local result = { 'done' }
for _, key in ipairs(cjson.decode(redis.call('HGET', LICENSES, 'order'))) do
  local found = redis.call('HMGET', LICENSES, 't:' .. key, 's:' .. key)
  table.insert(result, key)
  table.insert(result, found[1])
  table.insert(result, found[2])
end
return result
