"""Who comes back from an absence soon, with unfinished duties and the new 受講期限."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lms.duties.models import Duty, TrainingPlan
from lms.duties.status import State, due_on, duties_on
from lms.people.models import Employee
from lms.people.returning import back_soon

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Return:
    """A person, the first day of work, and the earliest day by which something is to be done then."""

    employee: Employee
    back_on: date
    due_on: date


def returns(plans: Iterable[TrainingPlan], fiscal_year: int, on: date) -> list[Return]:
    """The first to come back first. Two queries."""
    ends = back_soon(on)
    deferred = duties_on(fiscal_year, on).filter(
        state=State.DEFERRED, requirement__plan__in=list(plans), employee__in=list(ends)
    )
    found: dict[int, Return] = {}
    for duty in deferred.select_related("employee", "requirement"):
        new = _return(duty, ends)
        known = found.get(duty.employee_id, new)
        found[duty.employee_id] = min(known, new, key=lambda one: one.due_on)
    return sorted(found.values(), key=lambda one: (one.back_on, one.employee.kana_key))


def _return(duty: Duty, ends: Mapping[int, date]) -> Return:
    last = ends[duty.employee_id]
    return Return(duty.employee, last + _DAY, due_on(duty, last + _DAY, [last]))
