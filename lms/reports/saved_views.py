"""Conditions of 受講の概況 that a person keeps under a name. Everybody has their own; nothing of it is a record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lms.lib.fiscal_year import fiscal_year
from lms.people.models import Employee
from lms.reports.links import address
from lms.reports.models import SavedView

MOST = 20


class TooManyViewsError(ValueError):
    """The message says what to do."""


@dataclass(frozen=True)
class Kept:
    """A view as the page lists it."""

    pk: int
    name: str
    url: str


def views_of(employee: Employee | None) -> list[Kept]:
    """One query."""
    rows = SavedView.objects.filter(employee=employee)
    return [Kept(row.pk, row.name, address("overview", row.conditions)) for row in rows]


def keep_view(*, employee: Employee, name: str, conditions: Mapping[str, str], on: date) -> SavedView:
    """Under a name that is there already, the new conditions take the place of the old ones.

    This year is not kept, so that the view goes on into the next; with a day it is. Raises TooManyViewsError.
    """
    kept = {key: value for key, value in conditions.items() if value}
    if kept.get("year") == str(fiscal_year(on)) and "at" not in kept:
        del kept["year"]
    others = SavedView.objects.filter(employee=employee).exclude(name=name)
    if others.count() >= MOST:
        raise TooManyViewsError(f"保存できる条件は{MOST}件までです。使わない条件を削除してから、保存してください。")
    row, _ = SavedView.objects.update_or_create(employee=employee, name=name, defaults={"conditions": kept})
    return row
