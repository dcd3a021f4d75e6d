-- Arguments: the license key, its tokens and its state (empty: as they are), how many may be kept beside the first so many.
if not isOpen() then return { 'closed' } end
local key, tokens, state, most, own = ARGV[5], ARGV[6], ARGV[7], tonumber(ARGV[8]), tonumber(ARGV[9])
local known = redis.call('HMGET', LICENSES, 't:' .. key, 's:' .. key)
if tokens == '' then tokens = known[1] or '1000000' end
if state == '' then state = known[2] or 'active' end
redis.call('HSET', LICENSES, 't:' .. key, tokens, 's:' .. key, state)
if not known[1] then
  local order = cjson.decode(redis.call('HGET', LICENSES, 'order'))
  table.insert(order, key)
  if #order > most then
    local dropped = table.remove(order, own + 1)
    redis.call('HDEL', LICENSES, 't:' .. dropped, 's:' .. dropped)
  end
  redis.call('HSET', LICENSES, 'order', cjson.encode(order))
end
touch()
notify({})
return { 'done', tokens, state }
