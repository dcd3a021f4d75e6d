-- Arguments: the license key, its tokens and its state (empty: as they are), how many to keep, how many bytes
-- of those that were added, and how many there are at first, which are not dropped.
if not isOpen() then return { 'closed' } end
local key, tokens, state = ARGV[5], ARGV[6], ARGV[7]
local max, maxBytes, own = tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10])
local known = redis.call('HMGET', LICENSES, 't:' .. key, 's:' .. key)
if tokens == '' then tokens = known[1] or '1000000' end
if state == '' then state = known[2] or 'active' end
redis.call('HSET', LICENSES, 't:' .. key, tokens, 's:' .. key, state)
if not known[1] then
  local order = cjson.decode(redis.call('HGET', LICENSES, 'order'))
  table.insert(order, key)
  -- Each stands in two fields and in the order.
  weigh('licenses', 3 * #key)
  while #order > own and (#order > max or (weigh('licenses', 0) > maxBytes and #order > own + 1)) do
    local dropped = table.remove(order, own + 1)
    weigh('licenses', -3 * #dropped)
    redis.call('HDEL', LICENSES, 't:' .. dropped, 's:' .. dropped)
  end
  redis.call('HSET', LICENSES, 'order', cjson.encode(order))
end
touch()
notify({})
return { 'done', tokens, state }
