"""Learners over HTTP against the production server, while it is killed: is every acknowledged answer kept?

`make reliability` is the long form; `make test` runs a short one. Each needs an empty database in DATABASE_URL.
"""
