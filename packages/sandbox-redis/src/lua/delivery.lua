-- Argument: its id.
return delivery(ARGV[5]) or false
