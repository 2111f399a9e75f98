"""What a file would change: the books, read once, and the plan. Writes nothing."""
