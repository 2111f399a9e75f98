"""Pages of people who learn."""
