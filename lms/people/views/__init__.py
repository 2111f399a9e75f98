"""Pages of the organisation, its people, their roles and accounts."""
