"""Figures worked out once more from the raw rows, beside those of page, CSV, XLSX, PDF, JSON and annual report.

Rows are read (`rows`), duties judged (`standing`) and summed up (`counting`, `cutting`, `drawn`, `annual`, `held`,
`published`); outputs are asked for (`asking`, `questions`), read (`reading`) and compared (`comparing*`).

`make test` tries a few made-up cities; `python -m tests.recomputing` as many as one likes.
"""
