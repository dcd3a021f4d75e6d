-- Arguments: the id or empty, a kind or empty.
if not isOpen() then return { 'closed' } end
for _, affected in ipairs({ 'webhook', 'request' }) do
  local id = ARGV[5] ~= '' and ARGV[5] or nil
  local fault = redis.call('HGET', FAULTS, faultField(affected, id))
  if fault and (ARGV[6] == '' or cjson.decode(fault).kind == ARGV[6]) then removeFault(affected, id) end
end
touch()
notify({})
return { 'done' }
