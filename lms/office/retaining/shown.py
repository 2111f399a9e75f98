"""What a page shows of records that have run out."""

from collections.abc import Iterable

from django.apps import apps

from lms.ledger.models import Expired, Kept, LedgerEntry
from lms.people.models import Employee

# The record in words, something beside it, and the row with the last day of its period.
Shown = tuple[str, str, Expired]


def shown(kind: Kept, rows: Iterable[Expired]) -> list[Shown]:
    """One query for each table."""
    return _SHOWN[kind](list(rows))


def _people(rows: list[Expired]) -> list[Shown]:
    people = Employee.objects.in_bulk([int(row.key) for row in rows])
    return [
        (people[int(row.key)].name, people[int(row.key)].staff_number, row) for row in rows if int(row.key) in people
    ]


def _entries(rows: list[Expired]) -> list[Shown]:
    entries = LedgerEntry.objects.in_bulk([int(row.key) for row in rows])
    return [
        (entries[int(row.key)].action, f"{entries[int(row.key)].seq}番", row) for row in rows if int(row.key) in entries
    ]  # fmt: skip


def _files(rows: list[Expired]) -> list[Shown]:
    keys: dict[str, list[str]] = {}
    for row in rows:
        label, key = row.key.split(" ")
        keys.setdefault(label, []).append(key)
    names: dict[str, str] = {}
    for label, wanted in keys.items():
        files = apps.get_model(label)._default_manager.filter(pk__in=wanted)
        names |= {f"{label} {key}": name for key, name in files.values_list("pk", "filename")}
    return [
        (names[row.key], str(apps.get_model(row.key.split(" ")[0])._meta.verbose_name), row)
        for row in rows
        if row.key in names
    ]


_SHOWN = {Kept.PERSON: _people, Kept.ENTRY: _entries, Kept.FILE: _files}
