"""The day from which somebody is asked no more: the true one, however late it was entered."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import chain
from typing import NamedTuple

from lms.duties.audience import Condition, Person, condition, department_codes
from lms.duties.in_post import History, histories, is_in_post
from lms.duties.models import Requirement
from lms.lib.fiscal_year import last_day
from lms.people.models import DepartmentVersion
from lms.people.organisation import Organisation, organisation

LEFT = "退職等により在籍しなくなったため"
ELSEWHERE = "対象者の条件に当てはまらなくなったため"


class Held(NamedTuple):
    """An open duty: whose it is and since when."""

    pk: int
    employee_id: int
    opened_on: date


class End(NamedTuple):
    """From when a duty is asked no more, and why."""

    on: date
    reason: str


@dataclass(frozen=True)
class Asking:
    """What a requirement asks on any day of a run, which reads the organisation of each day once."""

    organisations: Callable[[date], Organisation]
    reorganised: Callable[[], frozenset[date]]

    def condition(self, asked: Requirement, on: date) -> Condition:
        """A newcomer of the plan's year stays one when that year is over."""
        return condition(asked.audience, self.organisations(on), min(on, last_day(asked.plan.fiscal_year)))

    def days_of_change(self, asked: Requirement) -> frozenset[date]:
        """Those of the organisation, where the requirement asks about it at all."""
        return self.reorganised() if any(department_codes(asked.audience)) else frozenset()


def asking() -> Asking:
    return Asking(cache(organisation), cache(_reorganised))


def _reorganised() -> frozenset[date]:
    spans = DepartmentVersion.objects.known().order_by().values_list("starts_on", "ends_on").distinct()
    return frozenset(
        chain((first for first, _ in spans if first), (last + timedelta(days=1) for _, last in spans if last))
    )


def ends(asked: Requirement, held: Collection[Held], on: date, asking: Asking) -> dict[End, list[int]]:
    """The duties of those who do not fit on the day, by when and why they end. Two queries, and one for each day that
    has to be looked at: on which somebody's posts or roles or the departments changed."""
    known, reorganised = histories(on, {one.employee_id for one in held}), asking.days_of_change(asked)
    first = asked.audience_from or date.min  # what the line asked before cannot be read any more
    conditions = cache(lambda day: asking.condition(asked, day))

    def fits(person: Person) -> bool:
        return is_in_post(person) and conditions(person.on).catches(person)

    found: dict[End, list[int]] = {}
    for one in held:
        history = known.get(one.employee_id, History(one.employee_id, ()))
        reason = ELSEWHERE if is_in_post(history.on(on)) else LEFT
        begun = max(one.opened_on, first)
        days = sorted(day for day in history.changes() | reorganised if begun < day < on)
        out = first_day_out([begun, *days, on], lambda day, history=history: fits(history.on(day)))
        found.setdefault(End(out, reason), []).append(one.pk)
    return found


def first_day_out(days: Sequence[date], fits: Callable[[date], bool]) -> date:
    """Of the days on which something changed, the last of which does not fit: the first after which none fits. Pure.
    Who never fitted, since a mistake was put right, is out from the first one on."""
    out = days[-1]
    for day in reversed(days[:-1]):
        if fits(day):
            break
        out = day
    return out
