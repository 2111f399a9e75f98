"""Figures by department: what a dashboard, a file, a certificate and the annual report all count from."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from operator import add

from django.db.models import Count, QuerySet

from lms.duties.models import Duty
from lms.duties.status import BEGUN, IN_COUNT, TALLY, Tally, duties_on
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
        return Counts(*map(add, self._figures, other._figures))

    @property
    def _figures(self) -> tuple[int, ...]:
        return self.required, self.completed, self.started, self.overdue, self.deferred, self.exempt

    @property
    def unfinished(self) -> int:
        return self.required - self.completed

    @property
    def all_done(self) -> bool:
        """Everyone who must has completed, and there is somebody who must."""
        return self.required > 0 and self.required == self.completed

    @classmethod
    def of(cls, tallies: Mapping[int, int]) -> "Counts":
        """The counts that so many duties of each tally make."""
        exempt, deferred = tallies.get(Tally.EXEMPT, 0), tallies.get(Tally.DEFERRED, 0)
        return cls(
            required=sum(tallies.values()) - exempt - deferred,
            completed=tallies.get(Tally.COMPLETED, 0),
            started=sum(tallies.get(tally, 0) for tally in BEGUN),
            overdue=tallies.get(Tally.OVERDUE, 0) + tallies.get(Tally.OVERDUE_BUT_BEGUN, 0),
            deferred=deferred,
            exempt=exempt,
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
    rows = duties.annotate(**TALLY).order_by().values_list("requirement__course_id", "department_id", "tally")
    return counts_of_groups(rows.annotate(number=Count("pk")), organisation)


def counts_of_groups(
    groups: Iterable[tuple[int, int, int, int]], organisation: Organisation
) -> dict[tuple[int, int], Counts]:
    """The same of groups of duties: course id, department id, tally and how many."""
    unit = cache(organisation.reporting_unit)
    found: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    for course_id, department_id, tally, number in groups:
        found[course_id, unit(department_id)][tally] += number
    return {place: Counts.of(tallies) for place, tallies in found.items()}


def people_required(duties: QuerySet[Duty]) -> int:
    """How many people stand behind `required`, each counted once. One query."""
    return duties.filter(state__in=IN_COUNT).order_by().values("employee").distinct().count()
