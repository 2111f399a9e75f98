"""Start pages, one for each role."""
