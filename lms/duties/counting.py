"""Figures by department: what a dashboard, a file, a certificate and the annual report all count from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db.models import Count

from lms.duties.status import State, duties_on
from lms.people.organisation import Organisation


@dataclass(frozen=True)
class Counts:
    """Duties of one department, or of the city. `required` is without deferred and exempt; `overdue` is part of it."""

    required: int = 0
    completed: int = 0
    started: int = 0
    overdue: int = 0
    deferred: int = 0
    exempt: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def unfinished(self) -> int:
        return self.required - self.completed

    @property
    def all_done(self) -> bool:
        """Everyone who must has completed, and there is somebody who must."""
        return self.required > 0 and self.required == self.completed

    @classmethod
    def of(cls, state: str, begun: bool, number: int) -> "Counts":  # noqa: FBT001 - a row's own column
        """The counts that `number` duties in one state make."""
        if state == State.EXEMPT:
            return cls(exempt=number)
        if state == State.DEFERRED:
            return cls(deferred=number)
        return cls(
            required=number,
            completed=number * (state == State.COMPLETED),
            started=number * begun,
            overdue=number * (state == State.OVERDUE),
        )


def total(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())


def counts_by_department(
    organisation: Organisation, fiscal_year: int, on: date, known_at: datetime | None = None
) -> dict[tuple[int, int], Counts]:
    """Counts by (course id, reporting department id). One aggregate query over all requirements of the year."""
    rows = (
        duties_on(fiscal_year, on, known_at)
        .order_by()
        .values_list("requirement__course_id", "department_id", "state", "begun")
        .annotate(number=Count("pk"))
    )
    found: dict[tuple[int, int], Counts] = defaultdict(Counts)
    for course_id, department_id, state, begun, number in rows:
        found[course_id, organisation.reporting_unit(department_id)] += Counts.of(state, begun, number)
    return dict(found)


def distinct_people(fiscal_year: int, on: date, known_at: datetime | None = None) -> int:
    """People with at least one duty of the year, each counted once."""
    return duties_on(fiscal_year, on, known_at).order_by().values("employee").distinct().count()
