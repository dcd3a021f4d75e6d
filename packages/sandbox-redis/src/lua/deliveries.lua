-- Arguments: from which order, how many. Returns a page.
return page(DELIVERY_ORDER, ARGV[5], ARGV[6], delivery)
