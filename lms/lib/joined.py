"""Texts of many rows in one: where there are many, each a row of its own would cost ten times as much to fetch."""

from django.db.models import Aggregate, TextField, Value
from django.db.models.functions import Cast


class Joined(Aggregate):
    """The values of a column as text, with `between` between them."""

    function = "STRING_AGG"
    output_field = TextField()

    def __init__(self, column: str, between: str) -> None:
        super().__init__(Cast(column, TextField()), Value(between))
