"""Ways of giving beside the plain one: to thousands, and anew after a revocation."""
