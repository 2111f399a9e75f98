"""How duties stand on a day: computed from the facts, never stored.

Precedence: completed by that day (since the duty counts, and before it counts no more), else exempt by decision, else
deferred by an absence, else overdue (past the last day of the period that applies), else started, else not started.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
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
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from courses.models import Course
from lms.duties.choosing import HAS_CHOICES, any_chosen, deciding, enough_chosen, has_choices, listed
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


class Tally(IntEnum):
    """The states for counting only: overdue though begun stands apart, since 着手 is counted whatever became of it.

    Numbers, because a database sorts half a million of them faster than words.
    """

    COMPLETED, EXEMPT, DEFERRED, OVERDUE, OVERDUE_BUT_BEGUN, IN_PROGRESS, NOT_STARTED = range(7)


TALLY = {"tally": F("tally")}
BEGUN = (Tally.COMPLETED, Tally.IN_PROGRESS, Tally.OVERDUE_BUT_BEGUN)


@dataclass(frozen=True)
class _Facts:
    """What completions and chapters say of the duty of each row."""

    completed: Q
    begun: Q
    completed_at: Combinable
    completed_before: Callable[[datetime], Q]


def duties_on(fiscal_year: int, on: date, known_at: datetime | None = None) -> QuerySet[Duty]:
    """The year's duties of those in post on a day, each with `state`, `completed_at` and `department_id`. `tally` is
    there for conditions, and comes along where `TALLY` is annotated: no list needs it, and it costs as much as `state`.

    One query more says beforehand whether the year has choices (選択必修): to a year without any they cost nothing.
    """
    facts = _with_choices if has_choices(fiscal_year) else _plain
    return _with_state(Duty.objects.filter(fiscal_year=fiscal_year), facts(fiscal_year, on, known_at), on, known_at)


def _with_state(duties: QuerySet[Duty], facts: _Facts, on: date, known_at: datetime | None) -> QuerySet[Duty]:
    exempt, away = Exists(_exemptions(on, known_at)), _away(Leave.objects.on(on, known_at))
    overdue = _overdue(on, known_at)
    begun_late = Case(When(facts.begun, then=Value(Tally.OVERDUE_BUT_BEGUN)), default=Value(Tally.OVERDUE))
    return (
        duties.on(on, known_at)
        .filter(_seated(on, known_at))
        .alias(
            tally=Case(
                When(facts.completed, then=Value(Tally.COMPLETED)),
                When(exempt, then=Value(Tally.EXEMPT)),
                When(away, then=Value(Tally.DEFERRED)),
                When(overdue, then=begun_late),
                When(facts.begun, then=Value(Tally.IN_PROGRESS)),
                default=Value(Tally.NOT_STARTED),
            ),
        )
        .annotate(
            department_id=F("employee__postings__department_id"),
            completed_at=facts.completed_at,
            state=Case(
                When(facts.completed, then=Value(State.COMPLETED)),
                When(exempt, then=Value(State.EXEMPT)),
                When(away, then=Value(State.DEFERRED)),
                When(overdue, then=Value(State.OVERDUE)),
                When(facts.begun, then=Value(State.IN_PROGRESS)),
                default=Value(State.NOT_STARTED),
            ),
        )
    )


def _plain(fiscal_year: int, on: date, known_at: datetime | None) -> _Facts:
    """Of lines of one course."""
    read = _reading(on, known_at).filter(course=OuterRef("requirement__course"))
    moment = _moment(_fulfilling(end_of_day(on), known_at))
    return _Facts(
        _completed(fiscal_year, on, known_at), Q(Exists(read)), moment, lambda by: Q(Exists(_fulfilling(by, known_at)))
    )


def _with_choices(fiscal_year: int, on: date, known_at: datetime | None) -> _Facts:
    """Of lines of one course, and of those that leave a choice. There a chapter of any of them, or one of them
    completed, is a beginning."""
    plain, until = _plain(fiscal_year, on, known_at), end_of_day(on)
    read = _reading(on, known_at).filter(Exists(listed(2)))
    return _Facts(
        plain.completed | enough_chosen(until, known_at),
        plain.begun | HAS_CHOICES & (Q(Exists(read)) | Q(Exists(any_chosen(until, known_at)))),
        Case(
            When(HAS_CHOICES, then=Coalesce(_moment(deciding(until, known_at)), plain.completed_at)),
            default=plain.completed_at,
        ),
        lambda by: is_fulfilled(by, known_at),
    )


def _moment(completions: QuerySet[Completion]) -> Subquery:
    return Subquery(completions.order_by("completed_at").values("completed_at")[:1])


def is_fulfilled(until: datetime, known_at: datetime | None = None) -> Q:
    """Whether a duty is completed before a moment."""
    return Q(Exists(_fulfilling(until, known_at))) | enough_chosen(until, known_at)


def _fulfilling(until: datetime, known_at: datetime | None) -> QuerySet[Completion]:
    """The completions of a line's own course that fulfil the duty of the outer query."""
    ends = OuterRef("counts_until")
    return Completion.objects.valid(known_at).filter(
        Q(completed_at__lt=ends) | IsNull(ends, True),  # noqa: FBT003 - Django's own lookup
        employee=OuterRef("employee"), course=OuterRef("requirement__course"),
        completed_at__gte=OuterRef("counts_from"), completed_at__lt=until,
    )  # fmt: skip


def _completed(fiscal_year: int, on: date, known_at: datetime | None) -> Q:
    """Whether a duty is fulfilled. Nearly all count from the first of April: for them the window is a constant, which
    lets a database look all completions up at once instead of one by one."""
    start = start_of_year(fiscal_year)
    until = min(end_of_day(on), end_of_year(fiscal_year))
    usual = Completion.objects.valid(known_at).filter(
        employee=OuterRef("employee"), course=OuterRef("requirement__course"),
        completed_at__gte=start, completed_at__lt=until,
    )  # fmt: skip
    usually = Q(counts_from=start, counts_until=end_of_year(fiscal_year))
    return usually & Q(Exists(usual)) | ~usually & Q(Exists(_fulfilling(end_of_day(on), known_at)))


def _reading(on: date, known_at: datetime | None) -> QuerySet[LessonRead]:
    """Chapters of whatever course read since the duty counts. (A test opens when the chapters are read.)"""
    until = min(end_of_day(on), known_at or end_of_day(on))
    ends = OuterRef("counts_until")
    return LessonRead.objects.filter(
        Q(recorded_at__lt=ends) | IsNull(ends, True),  # noqa: FBT003 - Django's own lookup
        employee=OuterRef("employee"), fiscal_year__gte=OuterRef("fiscal_year"),
        recorded_at__gte=OuterRef("counts_from"), recorded_at__lt=until,
    )  # fmt: skip


def _seated(on: date, known_at: datetime | None) -> Q:
    """In a main posting on the day; one condition, so that it is one join."""
    main = Q(employee__postings__kind=Posting.Kind.MAIN, employee__postings__starts_on__lte=on)
    standing = Q(employee__postings__ends_on=None) | Q(employee__postings__ends_on__gte=on)
    if known_at is None:
        return main & standing & Q(employee__postings__voided_at=None)
    known = Q(employee__postings__voided_at=None) | Q(employee__postings__voided_at__gt=known_at)
    return main & standing & known & Q(employee__postings__recorded_at__lte=known_at)


def seated_in(departments: Collection[int], on: date, known_at: datetime | None) -> Q:
    """Of duties of a day: in these departments. The people are named once more, because a database that begins with
    them reads a hundred duties, and one that begins with the year's reads them all."""
    main = Posting.objects.on(on, known_at).filter(kind=Posting.Kind.MAIN, department__in=departments)
    return Q(department_id__in=departments, employee__in=main.order_by().values("employee"))


def _exemptions(on: date, known_at: datetime | None) -> QuerySet[Exemption]:
    return Exemption.objects.on(on, known_at).filter(employee=OuterRef("employee"), requirement=OuterRef("requirement"))


def _away(leaves: QuerySet[Leave]) -> Q:
    """Few are away: a database makes the list once, and does not look each person up."""
    return Q(employee__in=leaves.order_by().values("employee"))


def _overdue(on: date, known_at: datetime | None) -> Q:
    return ~lasts_beyond(on - timedelta(days=1), on, known_at)


def lasts_beyond(day: date, on: date, known_at: datetime | None) -> Q:
    """Whether the last day that applies to a duty on `on`, which `due_on` says of one, lies after `day`."""
    second = Q(requirement__second_opens_on__lte=on, requirement__second_due_on__gt=day)
    returned = Leave.objects.known(known_at).filter(ends_on__lt=on, ends_on__gt=day - timedelta(days=DAYS_AFTER_RETURN))
    return Q(due_on__gt=day) | second | _away(returned)


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
    """One person's duties of a year, and those of earlier ones that were not done before it began and can still be,
    however late, with the last day that applies to each. One query; two where there is a choice."""
    duties = [_duty(row) for row in _own(_plain, fiscal_year, on)(employee=employee.pk)]
    if any(duty.requirement.needed for duty in duties):
        duties = [_duty(row) for row in _own(_with_choices, fiscal_year, on)(employee=employee.pk)]
    return [OwnDuty(duty, State(duty.state), due_on(duty, on, filter(None, [duty.returned_on]))) for duty in duties]


@lru_cache(maxsize=8)
def _own(facts: Callable[[int, date, datetime | None], _Facts], fiscal_year: int, on: date) -> Prepared:
    """Everybody opens this list all day long: it is compiled for a day, not for a person."""
    known = facts(fiscal_year, on, None)
    open_still = Q(counts_until=None) | Q(counts_until__gt=start_of_year(fiscal_year))
    carried_over = Q(fiscal_year__lt=fiscal_year) & open_still & ~known.completed_before(start_of_year(fiscal_year))
    own = Duty.objects.filter(Q(fiscal_year=fiscal_year) | carried_over, employee=_EMPLOYEE)
    absences = Leave.objects.known().filter(employee=_EMPLOYEE, ends_on__lt=on).order_by("-ends_on")
    with_state = _with_state(own, known, on, None).annotate(returned_on=Subquery(absences.values("ends_on")[:1]))
    mine = with_state.order_by("due_on", "requirement__course__code")
    named = [name for model, above in _ABOVE.items() for name in columns(model, above, _SHOWN[model])]
    return Prepared(lambda: mine.values_list(*named, *_COMPUTED))


def _duty(row: tuple[Any, ...]) -> Duty:
    """The duty with its requirement, its course and what `duties_on` adds."""
    duty, requirement, course, computed = unfolded(row, *_ABOVE, only=_SHOWN)
    _REQUIREMENT.set_cached_value(duty, requirement)
    _COURSE.set_cached_value(requirement, course)
    vars(duty).update(zip(_COMPUTED, computed, strict=True))
    return duty


_EMPLOYEE = Parameter("employee", BigIntegerField())
_COMPUTED = ("state", "completed_at", "department_id", "returned_on")
_REQUIREMENT, _COURSE = Duty._meta.get_field("requirement"), Requirement._meta.get_field("course")
_ABOVE = {Duty: "", Requirement: "requirement__", Course: "requirement__course__"}
# What people see of their duties; days and moments are slow to read.
_SHOWN = {
    Duty: ("id", "employee_id", "requirement_id", "fiscal_year", "due_on", "counts_from", "counts_until"),
    Requirement: ("id", "course_id", "second_opens_on", "second_due_on", "needed"),
    Course: ("id", "code", "title", "minutes"),
}


def due_on(duty: Duty, on: date, returned_on: Iterable[date] = ()) -> date:
    """The last day that applies to a duty on a day. Pure; `returned_on` are the last days of absences."""
    days = [duty.due_on]
    second = duty.requirement.second_opens_on
    if second is not None and second <= on:
        days.append(duty.requirement.second_due_on)
    days.extend(end + timedelta(days=DAYS_AFTER_RETURN) for end in returned_on)
    return max(days)
