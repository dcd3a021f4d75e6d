-- Argument: the key of an attempt.
removeForwarded(ARGV[5])
return 1
