"""How the people of a department stand in a course or curriculum on a day, by name, for the papers.

For one course the numbers are those of lms.duties.counting. In a curriculum a person counts once: 対象者 is who must
complete every course of it, 猶予 or 免除 in any of them takes the person out of the count.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db.models import Q

from lms.certificates.subjects import Subject
from lms.duties.models import Duty, RequirementChoice
from lms.duties.status import State, duties_on
from lms.lib.fiscal_year import end_of_day, end_of_year, local_date, start_of_year
from lms.people.city import city
from lms.people.models import Employee
from lms.people.naming import name_on_papers
from lms.people.organisation import Organisation
from lms.records.models import Completion

# The state of a person is the first of these that one of the person's duties has.
_DECISIVE = (State.DEFERRED, State.EXEMPT, State.OVERDUE, State.IN_PROGRESS, State.NOT_STARTED, State.COMPLETED)


@dataclass(frozen=True)
class Member:
    """One person in the subject; `completed_on` is the day on which the last of its courses was completed."""

    employee_id: int
    name: str
    state: State
    completed_on: date | None


@dataclass(frozen=True)
class Standing:
    """The people of one department who have a duty in the subject, in the order of their kana."""

    members: tuple[Member, ...] = ()

    @property
    def finished(self) -> tuple[Member, ...]:
        return self._in(State.COMPLETED)

    @property
    def unfinished(self) -> tuple[Member, ...]:
        return self._in(State.OVERDUE, State.IN_PROGRESS, State.NOT_STARTED)

    @property
    def completed(self) -> int:
        return len(self.finished)

    @property
    def required(self) -> int:
        return self.completed + len(self.unfinished)

    @property
    def deferred(self) -> int:
        return len(self._in(State.DEFERRED))

    @property
    def exempt(self) -> int:
        return len(self._in(State.EXEMPT))

    @property
    def all_done(self) -> bool:
        return self.completed > 0 and not self.unfinished

    def _in(self, *states: State) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.state in states)


def standings(
    organisation: Organisation, subject: Subject, fiscal_year: int, on: date, departments: Collection[int]
) -> dict[int, Standing]:
    """By reporting department, for those asked, by the names that papers carry. Three queries."""
    seats = [pk for pk in organisation.nodes if organisation.reporting_unit(pk) in departments]
    duties = duties_on(fiscal_year, on).filter(requirement__course__in=subject.course_ids, department_id__in=seats)
    held: dict[int, dict[int, list[Duty]]] = defaultdict(lambda: defaultdict(list))
    for duty in duties.select_related("employee").order_by("employee__kana_key", "employee__staff_number"):
        held[organisation.reporting_unit(duty.department_id)][duty.employee_id].append(duty)
    named = partial(name_on_papers, city=city())
    return {pk: Standing(tuple(_member(duties, named) for duties in held[pk].values())) for pk in departments}


def _member(duties: list[Duty], named: Callable[[Employee], str]) -> Member:
    states = {duty.state for duty in duties}
    state = next(state for state in _DECISIVE if state in states)
    days = [local_date(duty.completed_at) for duty in duties if duty.completed_at]
    done = max(days) if state is State.COMPLETED else None
    return Member(duties[0].employee_id, named(duties[0].employee), state, done)


def methods(subject: Subject, fiscal_year: int, on: date, members: Iterable[Member]) -> dict[str, int]:
    """How many of those who completed did so in which way (受講方法). One query.

    Of a choice the way of its first course counts.
    """
    until: datetime = min(end_of_day(on), end_of_year(fiscal_year))
    earned = Completion.objects.valid().between(start_of_year(fiscal_year), until)
    chosen = RequirementChoice.objects.filter(
        requirement__course__in=subject.course_ids, requirement__plan__fiscal_year=fiscal_year
    )
    ours = Q(course__in=subject.course_ids) | Q(course__in=chosen.values("course"))
    rows = earned.filter(ours, employee__in=[member.employee_id for member in members])
    first: dict[int, str] = {}
    for employee_id, source in rows.order_by("completed_at").values_list("employee_id", "source"):
        first.setdefault(employee_id, source)
    found: dict[str, int] = defaultdict(int)
    for source in first.values():
        found[source] += 1
    return dict(found)
