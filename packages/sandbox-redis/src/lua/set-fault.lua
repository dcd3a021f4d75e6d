-- Arguments: what the fault affects, its id or empty, the fault without times as JSON, its times or empty, how many to keep.
if not isOpen() then return { 'closed' } end
local field = faultField(ARGV[5], ARGV[6] ~= '' and ARGV[6] or nil)
removeFault(field)
redis.call('HSET', FAULTS, field, ARGV[7])
if ARGV[8] ~= '' then redis.call('HSET', FAULTS, 'times:' .. field, ARGV[8]) end
if ARGV[6] ~= '' then
  local _, order = clock()
  redis.call('ZADD', FAULT_ORDER, text(order), field)
  while redis.call('ZCARD', FAULT_ORDER) > tonumber(ARGV[9]) do removeFault(redis.call('ZRANGE', FAULT_ORDER, 0, 0)[1]) end
end
touch()
notify({})
return { 'done' }
