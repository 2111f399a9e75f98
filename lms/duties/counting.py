"""Figures by department: what a dashboard, a file, a certificate and the annual report all count from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db.models import Count, QuerySet

from lms.duties.models import Duty
from lms.duties.status import IN_COUNT, State, duties_on
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
    """Counts by (course id, reporting department id) of the whole city. One aggregate query over the whole year."""
    return counts_of(duties_on(fiscal_year, on, known_at), organisation)


def counts_of(duties: QuerySet[Duty], organisation: Organisation) -> dict[tuple[int, int], Counts]:
    """Counts by (course id, reporting department id) of some of the duties of a day. One aggregate query."""
    rows = duties.order_by().values_list("requirement__course_id", "department_id", "state", "begun")
    found: dict[tuple[int, int], Counts] = defaultdict(Counts)
    for course_id, department_id, state, begun, number in rows.annotate(number=Count("pk")):
        found[course_id, organisation.reporting_unit(department_id)] += Counts.of(state, begun, number)
    return dict(found)


def people_required(duties: QuerySet[Duty]) -> int:
    """How many people stand behind `required`, each counted once. One query."""
    return duties.filter(state__in=IN_COUNT).order_by().values("employee").distinct().count()
