"""Forms of the pages about departments, people, roles and accounts."""
