"""A database engine for Django's DATABASES: SQLite whose writers stand in line."""
