"""A file on its way from the page: kept, looked at, worked on by one at a time, shown."""
