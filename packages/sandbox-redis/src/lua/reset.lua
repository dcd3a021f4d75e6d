redis.call('UNLINK', unpack(KEYS))
notify({ isReset = true })
return 1
