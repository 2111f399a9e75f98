"""A file as it comes: its bytes, its sheets, its rows, and every fault of them. Knows no database."""
