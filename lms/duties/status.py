"""How duties stand on a day: computed from the facts, never stored.

Precedence: completed in the duty's fiscal year by that day, else exempt by decision, else deferred by an absence, else
overdue (past the last day of the period that applies), else started, else not started.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)

from courses.models import Course
from lms.duties.models import Duty, Exemption, Requirement
from lms.lib.fiscal_year import end_of_day, end_of_year, start_of_year
from lms.lib.prepared import Parameter, Prepared, columns, unfolded
from lms.people.models import Employee, Leave, Posting
from lms.records.models import Completion, LessonRead

# 受講猶予 ends with the absence; who comes back late in the period still has this long.
DAYS_AFTER_RETURN = 30


class State(TextChoices):
    """What a duty is on a day; the words are those of ui-terms.md."""

    COMPLETED = "completed", "修了"
    EXEMPT = "exempt", "免除"
    DEFERRED = "deferred", "猶予"
    OVERDUE = "overdue", "期限超過"
    IN_PROGRESS = "in_progress", "受講中"
    NOT_STARTED = "not_started", "未受講"


OUT_OF_COUNT = frozenset({State.EXEMPT, State.DEFERRED})
IN_COUNT = frozenset(State) - OUT_OF_COUNT


def duties_on(fiscal_year: int, on: date, known_at: datetime | None = None) -> QuerySet[Duty]:
    """The year's duties of those in post on a day, each with `state`, `begun`, `completed_at` and `department_id`."""
    seated = _seated(on, known_at)
    duties = Duty.objects.on(on, known_at).filter(seated, fiscal_year=fiscal_year)
    completion = _completions(fiscal_year, on, known_at)
    return duties.annotate(
        department_id=F("employee__postings__department_id"),
        completed_at=Subquery(completion.order_by("completed_at").values("completed_at")[:1]),
        begun=_begun(fiscal_year, on, known_at),
        state=Case(
            When(Exists(completion), then=Value(State.COMPLETED)),
            When(Exists(_exemptions(on, known_at)), then=Value(State.EXEMPT)),
            When(Exists(_leaves(on, known_at)), then=Value(State.DEFERRED)),
            When(_overdue(on, known_at), then=Value(State.OVERDUE)),
            When(begun=True, then=Value(State.IN_PROGRESS)),
            default=Value(State.NOT_STARTED),
        ),
    )


def _seated(on: date, known_at: datetime | None) -> Q:
    """In a main posting on the day; one condition, so that it is one join."""
    main = Q(employee__postings__kind=Posting.Kind.MAIN, employee__postings__starts_on__lte=on)
    standing = Q(employee__postings__ends_on=None) | Q(employee__postings__ends_on__gte=on)
    if known_at is None:
        return main & standing & Q(employee__postings__voided_at=None)
    known = Q(employee__postings__voided_at=None) | Q(employee__postings__voided_at__gt=known_at)
    return main & standing & known & Q(employee__postings__recorded_at__lte=known_at)


def _completions(fiscal_year: int, on: date, known_at: datetime | None) -> QuerySet[Completion]:
    until = min(end_of_day(on), end_of_year(fiscal_year))
    return Completion.objects.valid(known_at).filter(
        employee=OuterRef("employee"), course=OuterRef("requirement__course"),
        completed_at__gte=start_of_year(fiscal_year), completed_at__lt=until,
    )  # fmt: skip


def _begun(fiscal_year: int, on: date, known_at: datetime | None) -> Exists:
    """Has read a chapter or completed. (A test opens when the chapters are read.)"""
    until = min(end_of_day(on), end_of_year(fiscal_year), known_at or end_of_day(on))
    read = LessonRead.objects.filter(
        employee=OuterRef("employee"), course=OuterRef("requirement__course"), fiscal_year=fiscal_year,
        recorded_at__lt=until,
    )  # fmt: skip
    return Exists(_completions(fiscal_year, on, known_at)) | Exists(read)


def _exemptions(on: date, known_at: datetime | None) -> QuerySet[Exemption]:
    return Exemption.objects.on(on, known_at).filter(employee=OuterRef("employee"), requirement=OuterRef("requirement"))


def _leaves(on: date, known_at: datetime | None) -> QuerySet[Leave]:
    return Leave.objects.on(on, known_at).filter(employee=OuterRef("employee"))


def _overdue(on: date, known_at: datetime | None) -> Q:
    second_open = Q(requirement__second_opens_on__lte=on, requirement__second_due_on__gte=on)
    returned = Leave.objects.known(known_at).filter(
        employee=OuterRef("employee"), ends_on__lt=on, ends_on__gte=on - timedelta(days=DAYS_AFTER_RETURN)
    )
    return Q(due_on__lt=on) & ~second_open & ~Exists(returned)


@dataclass(frozen=True)
class OwnDuty:
    """A duty as its holder sees it."""

    duty: Duty
    state: State
    due_on: date

    @property
    def done(self) -> bool:
        return self.state is State.COMPLETED


def own_duties(employee: Employee, fiscal_year: int, on: date) -> list[OwnDuty]:
    """One person's duties of a year with the last day that applies to each. Two queries at most."""
    duties = [_duty(row) for row in _own(fiscal_year, on)(employee=employee.pk)]
    ended = [end for (end,) in _returns(employee=employee.pk, on=on)] if duties else []
    return [OwnDuty(duty, State(duty.state), due_on(duty, on, ended)) for duty in duties]


@lru_cache(maxsize=4)
def _own(fiscal_year: int, on: date) -> Prepared:
    """Everybody opens this list all day long: it is compiled for a day, not for a person."""
    mine = duties_on(fiscal_year, on).filter(employee=_EMPLOYEE).order_by("due_on", "requirement__course__code")
    above = [*columns(Requirement, "requirement__"), *columns(Course, "requirement__course__")]
    return Prepared(lambda: mine.values_list(*columns(Duty), *above, *_COMPUTED))


def _duty(row: tuple[Any, ...]) -> Duty:
    """The duty with its requirement, its course and what `duties_on` adds."""
    duty, requirement, course, computed = unfolded(row, Duty, Requirement, Course)
    duty.requirement, requirement.course = requirement, course
    vars(duty).update(zip(_COMPUTED, computed, strict=True))
    return duty


def _ended_leaves() -> QuerySet:
    before = Parameter("on", DateField())
    return Leave.objects.known().filter(employee=_EMPLOYEE, ends_on__lt=before).values_list("ends_on")


_EMPLOYEE = Parameter("employee", BigIntegerField())
_COMPUTED = ("state", "begun", "completed_at", "department_id")
_returns = Prepared(_ended_leaves)


def due_on(duty: Duty, on: date, returned_on: Iterable[date] = ()) -> date:
    """The last day that applies to a duty on a day. Pure; `returned_on` are the last days of absences."""
    days = [duty.due_on]
    second = duty.requirement.second_opens_on
    if second is not None and second <= on:
        days.append(duty.requirement.second_due_on)
    days.extend(end + timedelta(days=DAYS_AFTER_RETURN) for end in returned_on)
    return max(days)
