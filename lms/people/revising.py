"""Dated rows as they read after a change. A row is never edited: it is voided, and others are written beside it."""

from datetime import date, timedelta
from typing import Any, TypeVar

from django.db.models import F, Q, QuerySet

from lms.lib.facts import DatedFact

T = TypeVar("T", bound=DatedFact)

# A row without a first day is the oldest; the two databases would sort it differently.
LATEST_FIRST = F("starts_on").desc(nulls_last=True)
_DAY = timedelta(days=1)
# What belongs to the life of one row and not to what it says.
_OWN = frozenset({"id", "recorded_at", "voided_at", "batch"})


def revised(row: T, **changes: Any) -> T:
    """An unsaved row that says the same but for the changes; no file brought it."""
    kept = {f.attname: getattr(row, f.attname) for f in row._meta.local_concrete_fields if f.name not in _OWN}
    return type(row)(**{**kept, **changes})


def until_day_before(row: T, day: date) -> list[T]:
    """What is left of a row that is to end before a day: nothing if it only begins then."""
    if row.starts_on is not None and row.starts_on >= day:
        return []
    return [revised(row, ends_on=day - _DAY)]


def reaching(model: type[T], day: date) -> QuerySet[T]:
    """The rows that are true on a day or on some later one."""
    return model.objects.known().filter(Q(ends_on=None) | Q(ends_on__gte=day))
