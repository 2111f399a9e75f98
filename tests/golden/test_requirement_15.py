"""15. S-03 (おおむね1年): completed 2026-06-10, next due 2027-06-10 (days of grace can be set), in any fiscal year."""

from datetime import date

import pytest

from lms.duties.models import Duty, Requirement
from lms.duties.planning import reconcile
from lms.duties.status import State, duties_on
from tests import factories as f

pytestmark = pytest.mark.django_db


def next_year(grace: int = 0) -> Duty:
    """The duty of 令和9年度 of somebody who completed on 10 June of 令和8年度."""
    course = f.course("S-03")
    days = {"opens_on": date(2027, 4, 1), "due_on": date(2028, 3, 31)}
    f.requirement(course, 2027, cycle=Requirement.Cycle.TWELVE_MONTHS, grace_days=grace, **days)
    person = f.employee(f.department())
    f.completion(person, course, f.jst(2026, 6, 10))
    reconcile(on=date(2027, 4, 1), at=f.jst(2027, 4, 1, 3), actor="command:nightly")
    return Duty.objects.get()


def test_twelve_months_after_the_last_completion():
    assert next_year().due_on == date(2027, 6, 10)


def test_days_of_grace_are_added():
    assert next_year(grace=30).due_on == date(2027, 7, 10)


def test_the_old_completion_does_not_fulfil_the_new_duty_and_the_next_one_does():
    duty = next_year()
    days = [date(2027, 6, 10), date(2027, 6, 11)]
    assert [duties_on(2027, day).get().state for day in days] == [State.NOT_STARTED, State.OVERDUE]
    f.completion(duty.employee, duty.requirement.course, f.jst(2027, 6, 10))
    assert duties_on(2027, date(2027, 6, 11)).get().state == State.COMPLETED


def test_who_never_completed_has_the_period_of_the_plan():
    course = f.course("S-03")
    f.requirement(course, 2026, cycle=Requirement.Cycle.TWELVE_MONTHS)
    f.employee(f.department())
    reconcile(on=date(2026, 6, 1), at=f.jst(2026, 6, 1, 3), actor="command:nightly")
    assert Duty.objects.get().due_on == date(2026, 7, 17)
