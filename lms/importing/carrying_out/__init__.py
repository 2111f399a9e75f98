"""A plan as rows in the database, and taking it back."""
