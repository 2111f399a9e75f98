"""Figures by department: what a dashboard, a file, a certificate and the annual report all count from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db.models import Count, QuerySet

from lms.duties.models import Duty
from lms.duties.status import BEGUN, IN_COUNT, OVERDUE_BUT_BEGUN, State, duties_on
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
    def of(cls, tally: str, number: int) -> "Counts":
        """The counts that `number` duties of one tally make."""
        if tally == State.EXEMPT:
            return cls(exempt=number)
        if tally == State.DEFERRED:
            return cls(deferred=number)
        return cls(
            required=number,
            completed=number * (tally == State.COMPLETED),
            started=number * (tally in BEGUN),
            overdue=number * (tally in (State.OVERDUE, OVERDUE_BUT_BEGUN)),
        )


def total(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())


def counts_by_department(
    organisation: Organisation, fiscal_year: int, on: date, known_at: datetime | None = None
) -> dict[tuple[int, int], Counts]:
    """Counts by (course id, reporting department id) of the whole city. One aggregate
    query over the whole year, after the small one of `duties_on`."""
    return counts_of(duties_on(fiscal_year, on, known_at), organisation)


def counts_of(duties: QuerySet[Duty], organisation: Organisation) -> dict[tuple[int, int], Counts]:
    """Counts by (course id, reporting department id) of some of the duties of a day. One aggregate query."""
    rows = duties.order_by().values_list("requirement__course_id", "department_id", "tally")
    found: dict[tuple[int, int], Counts] = defaultdict(Counts)
    for course_id, department_id, tally, number in rows.annotate(number=Count("pk")):
        found[course_id, organisation.reporting_unit(department_id)] += Counts.of(tally, number)
    return dict(found)


def people_required(duties: QuerySet[Duty]) -> int:
    """How many people stand behind `required`, each counted once. One query."""
    return duties.filter(state__in=IN_COUNT).order_by().values("employee").distinct().count()
