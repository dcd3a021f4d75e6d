-- Its own key, a number. Argument: what to add to it.
redis.call('SET', KEYS[1], string.format('%.17g', tonumber(redis.call('GET', KEYS[1]) or '0') + tonumber(ARGV[1])))
return 1
