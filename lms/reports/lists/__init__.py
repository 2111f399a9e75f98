"""Lists and reports too long to wait for: ordered, written by a worker, fetched by who ordered them."""
