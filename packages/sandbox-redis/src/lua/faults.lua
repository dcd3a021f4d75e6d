-- Returns field, fault and times of each: those of the account first, then the one that was set first.
local result = {}
local function add(affected, id)
  local field = faultField(affected, id)
  local fault = redis.call('HGET', FAULTS, field)
  if not fault then return end
  table.insert(result, field)
  table.insert(result, fault)
  table.insert(result, redis.call('HGET', FAULTS, 'times:' .. field) or '')
end
local function addBoth(id)
  for _, affected in ipairs({ 'webhook', 'request' }) do add(affected, id) end
end
addBoth(nil)
for _, id in ipairs(redis.call('ZRANGE', FAULT_ORDER, 0, -1)) do addBoth(id) end
return result
