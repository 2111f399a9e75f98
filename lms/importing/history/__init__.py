"""Files of what was learnt elsewhere or before: completions and drills."""
