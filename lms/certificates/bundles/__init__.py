"""Many papers in one file: ordered, made by one worker, kept for some days."""
