"""Forged papers: thousands of them, and the count of those that anybody would accept (`python -m tests.forgery`)."""
