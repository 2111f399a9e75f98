"""Figures worked out once more from the raw rows, beside those of page, CSV, XLSX, PDF, JSON and annual report.

`make test` tries a few made-up cities; `python -m tests.recomputing` as many as one likes.
"""
