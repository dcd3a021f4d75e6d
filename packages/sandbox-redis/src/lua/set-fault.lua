-- Arguments: what the fault affects, its id or empty, the fault without times as JSON, its times or empty, how many to
-- keep, and how many bytes of them. The oldest are dropped.
if not isOpen() then return { 'closed' } end
local id = ARGV[6] ~= '' and ARGV[6] or nil
local field = faultField(ARGV[5], id)
removeFault(ARGV[5], id)
redis.call('HSET', FAULTS, field, ARGV[7])
weigh('faults', weightOfFault(field, ARGV[7]))
if ARGV[8] ~= '' then redis.call('HSET', FAULTS, 'times:' .. field, ARGV[8]) end
if id then
  local _, order = clock()
  redis.call('ZADD', FAULT_ORDER, text(order), id)
  local count = redis.call('ZCARD', FAULT_ORDER)
  while count > tonumber(ARGV[9]) or (weigh('faults', 0) > tonumber(ARGV[10]) and count > 1) do
    local oldest = redis.call('ZRANGE', FAULT_ORDER, 0, 0)[1]
    for _, affected in ipairs({ 'webhook', 'request' }) do removeFault(affected, oldest) end
    count = count - 1
  end
end
touch()
notify({})
return { 'done' }
