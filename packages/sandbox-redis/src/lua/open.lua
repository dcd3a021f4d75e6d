-- Begins an account, unless it exists. Arguments: how far ahead new clocks are, the license keys as JSON.
if isOpen() then return 0 end
open(ARGV[5], ARGV[6])
return 1
