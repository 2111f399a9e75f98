"""A picture of every page, on a desk and on a phone, as docs/screens has them: `make screens`."""
