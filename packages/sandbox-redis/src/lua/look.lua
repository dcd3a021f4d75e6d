-- Its own key: the moments at which somebody has to look at each account. Arguments: an API key, the moment that was found
-- there (or empty), the moment to look at next (or empty). An earlier moment that came in between stays.
local current = redis.call('ZSCORE', KEYS[1], ARGV[1])
local found, next = ARGV[2], ARGV[3]
local isAsFound = current and found ~= '' and tonumber(current) == tonumber(found)
if next == '' then
  if isAsFound then redis.call('ZREM', KEYS[1], ARGV[1]) end
elseif isAsFound or not current or tonumber(next) < tonumber(current) then
  redis.call('ZADD', KEYS[1], next, ARGV[1])
end
return 1
