"""Finding Japanese in courses and lessons: Wagtail's search backends on tokens of our own, ranked and shown by us."""
