"""Lists of names too long to wait for: ordered, written row by row by a worker, fetched by who ordered them."""
