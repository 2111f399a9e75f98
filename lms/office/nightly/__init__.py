"""The night's work as a list, carried out line by line, and when it was last carried out."""
