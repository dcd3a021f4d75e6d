for _, key in ipairs(KEYS) do
  if key ~= LISTENER then redis.call('UNLINK', key) end
end
notify({ isReset = true })
return 1
