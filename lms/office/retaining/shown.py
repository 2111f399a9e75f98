"""What a page shows of records that have run out."""

from collections.abc import Iterable

from django.apps import apps
from django.db.models import Model

from lms.certificates.models import Certificate, Revocation
from lms.importing.models import ImportBatch
from lms.ledger.models import Expired, Kept, LedgerEntry
from lms.lib.fiscal_year import fiscal_year_name
from lms.people.models import Employee
from lms.records.models import RecordsFile
from lms.reports.models import DepartmentReport, FrozenReport

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


def _of_tables(rows: list[Expired]) -> list[Shown]:
    """Records whose key has the table in front."""
    keys: dict[str, list[str]] = {}
    for row in rows:
        label, key = row.key.split(" ")
        keys.setdefault(label, []).append(key)
    names: dict[str, str] = {}
    for label, wanted in keys.items():
        model = apps.get_model(label)
        found = model._default_manager.filter(pk__in=wanted).values_list("pk", _NAMES[model])
        names |= {f"{label} {key}": name for key, name in found}
    return [
        (names[row.key], str(apps.get_model(row.key.split(" ")[0])._meta.verbose_name), row)
        for row in rows
        if row.key in names
    ]


def _surveys(rows: list[Expired]) -> list[Shown]:
    return [(f"{fiscal_year_name(int(row.key))}の研修への回答", "", row) for row in rows]


_NAMES: dict[type[Model], str] = {
    ImportBatch: "filename", RecordsFile: "filename", Certificate: "number_text",
    Revocation: "certificate__number_text", DepartmentReport: "requirement__course__title",
    FrozenReport: "requirement__course__title",
}  # fmt: skip
_SHOWN = {
    Kept.PERSON: _people, Kept.ENTRY: _entries, Kept.FILE: _of_tables, Kept.REPORT: _of_tables, Kept.SURVEY: _surveys,
}  # fmt: skip
