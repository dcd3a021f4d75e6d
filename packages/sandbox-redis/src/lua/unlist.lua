-- Its own key, a sorted set. Arguments: pairs of a member and the score that was found. One that has changed stays.
for index = 1, #ARGV, 2 do
  local score = redis.call('ZSCORE', KEYS[1], ARGV[index])
  if score and tonumber(score) == tonumber(ARGV[index + 1]) then redis.call('ZREM', KEYS[1], ARGV[index]) end
end
return 1
