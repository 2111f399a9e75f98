"""The benchmark: a made-up city of a given size, and how quickly and with how many queries the product serves it."""
