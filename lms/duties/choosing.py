"""選択必修: a line with choices is fulfilled by so many of its courses, each completed within the duty's window.

Figures stay figures of one course: the line's own course stands for the choice in reports and papers. Only lines with
choices are looked into (`needed`), so that they cost the status of all others nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual, IsNull

from courses.models import Course
from lms.duties.models import Duty, Requirement, RequirementChoice
from lms.lib.prepared import Parameter, Prepared
from lms.records.models import Completion

HAS_CHOICES = Q(requirement__needed__isnull=False)


def has_choices(fiscal_year: int) -> bool:
    """Whether any line of the year's plans leaves a choice. One query."""
    return bool(_lines(year=fiscal_year))


def _lines_with_choices() -> QuerySet:
    year = Parameter("year", IntegerField())
    return Requirement.objects.filter(plan__fiscal_year=year, needed__isnull=False).order_by().values_list("pk")[:1]


_lines = Prepared(_lines_with_choices)


def enough_chosen(until: datetime, known_at: datetime | None = None) -> Q:
    """Whether a duty with choices is fulfilled before a moment."""
    number = _number_chosen(_completions(until, known_at, 2), 1)
    return HAS_CHOICES & Q(GreaterThanOrEqual(number, F("requirement__needed")))


def any_chosen(until: datetime, known_at: datetime | None = None) -> QuerySet[Completion]:
    """For the duty of the outer query: the completions of its choices before a moment."""
    return _completions(until, known_at, 1).filter(Exists(listed(2)))


def deciding(until: datetime, known_at: datetime | None = None) -> QuerySet[Completion]:
    """Those of them with which there are enough; the first one fulfils the duty."""
    by_then = _completions(until, known_at, 3).filter(completed_at__lte=_outer("completed_at", 2))
    reached = GreaterThanOrEqual(_number_chosen(by_then, 2), OuterRef("requirement__needed"))
    return any_chosen(until, known_at).filter(reached)


def listed(depth: int) -> QuerySet[RequirementChoice]:
    """The choice of the duty, `depth` queries further out, that is the course of the outer query."""
    return RequirementChoice.objects.filter(requirement=_outer("requirement", depth), course=OuterRef("course"))


def _number_chosen(done: QuerySet[Completion], depth: int) -> Combinable:
    """How many choices of the duty, `depth` queries further out, are among what is done."""
    chosen = RequirementChoice.objects.filter(
        Exists(done.filter(course=OuterRef("course"))), requirement=_outer("requirement", depth)
    )
    counted = chosen.order_by().values("requirement").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def _completions(until: datetime, known_at: datetime | None, depth: int) -> QuerySet[Completion]:
    """Of whatever course, in the window of the duty, which is `depth` queries further out."""
    ends = _outer("counts_until", depth)
    return Completion.objects.valid(known_at).filter(
        Q(completed_at__lt=ends) | IsNull(ends, True),  # noqa: FBT003 - Django's own lookup
        employee=_outer("employee", depth), completed_at__gte=_outer("counts_from", depth), completed_at__lt=until,
    )  # fmt: skip


def _outer(name: str, depth: int) -> OuterRef:
    reference = OuterRef(name)
    for _ in range(depth - 1):
        reference = OuterRef(reference)
    return reference


@dataclass(frozen=True)
class Chosen:
    """One of the courses among which somebody chooses, and when it was completed in the duty's window."""

    course: Course
    completed_at: datetime | None


def choices_of(duties: Iterable[Duty], until: datetime) -> dict[int, tuple[Chosen, ...]]:
    """What one person may choose among, by requirement. Two queries where there is a choice, else none."""
    return {requirement: chosen for (_, requirement), chosen in choices_of_people(duties, until).items()}


def choices_of_people(duties: Iterable[Duty], until: datetime) -> dict[tuple[int, int], tuple[Chosen, ...]]:
    """The same of any number of people, by employee and requirement."""
    having = [duty for duty in duties if duty.requirement.needed]
    if not having:
        return {}
    offered: dict[int, list[Course]] = defaultdict(list)
    for row in _rows(duty.requirement_id for duty in having):
        offered[row.requirement_id].append(row.course)
    people = {duty.employee_id for duty in having}
    done = _done(people, {course.pk for courses in offered.values() for course in courses}, until)
    return {
        (duty.employee_id, duty.requirement_id): tuple(
            Chosen(course, _first(done[duty.employee_id, course.pk], duty)) for course in offered[duty.requirement_id]
        )
        for duty in having
    }


def _rows(requirements: Iterable[int]) -> QuerySet[RequirementChoice]:
    return RequirementChoice.objects.filter(requirement__in=set(requirements)).select_related("course")


def _done(people: Iterable[int], courses: Iterable[int], until: datetime) -> dict[tuple[int, int], list[datetime]]:
    """When each person completed each course."""
    found: dict[tuple[int, int], list[datetime]] = defaultdict(list)
    rows = Completion.objects.valid().filter(employee__in=people, course__in=courses, completed_at__lt=until)
    for employee, course, completed_at in rows.order_by("completed_at").values_list(
        "employee", "course", "completed_at"
    ):
        found[employee, course].append(completed_at)
    return found


def _first(moments: Iterable[datetime], duty: Duty) -> datetime | None:
    """The first in the duty's window."""
    until = duty.counts_until
    return next((at for at in moments if duty.counts_from <= at and (until is None or at < until)), None)
