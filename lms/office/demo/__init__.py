"""A made-up city to try the product with: its files as an HR system would write them, and a year of learning."""
