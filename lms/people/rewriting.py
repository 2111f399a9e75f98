"""How dated facts change in bulk: rows are voided and others written; the caller's ledger entry names both."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from lms.lib.bulk import insert
from lms.lib.facts import DatedFact

T = TypeVar("T", bound=DatedFact)

_CHUNK = 10_000  # ids in one statement: databases bound the number of parameters


def rewrite(model: type[T], *, void: Sequence[int], add: Sequence[T], at: datetime) -> list[T]:
    """Take the rows with these ids out of the books, then write the others; returns what was written."""
    for start in range(0, len(void), _CHUNK):
        model.objects.known().filter(pk__in=void[start : start + _CHUNK]).void(at)
    for row in add:
        row.recorded_at = at
    return insert(list(add))
