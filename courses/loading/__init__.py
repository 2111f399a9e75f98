"""The shipped library: its files read and checked, and brought into the database past what editors changed."""
