-- Arguments: from which order, how many. Returns a page.
return page(ORDER, ARGV[5], ARGV[6], payment)
