-- Returns the ids of the payments that there were.
local ids = redis.call('ZRANGE', ORDER, 0, -1)
for _, key in ipairs(KEYS) do
  if key ~= LISTENER then redis.call('UNLINK', key) end
end
notify({ isReset = true })
return ids
