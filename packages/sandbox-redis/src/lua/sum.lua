-- Its own key, a hash. Returns how many fields it has, and the sum of their values.
local sum = 0
for _, value in ipairs(redis.call('HVALS', KEYS[1])) do sum = sum + tonumber(value) end
return { redis.call('HLEN', KEYS[1]), sum }
