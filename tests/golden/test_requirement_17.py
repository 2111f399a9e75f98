"""17. Moving into a role makes its duty, due after three months; moving out closes open ones and keeps done ones."""

from datetime import date

import pytest

from lms.duties.models import Duty, Requirement
from lms.duties.planning import reconcile
from lms.duties.status import State, duties_on
from lms.learning.flow import finish_lesson
from lms.people.models import Employee, RoleGrant
from tests import factories as f
from tests.lms.learning.samples import key, taught

pytestmark = pytest.mark.django_db
JOINED, LEFT = date(2026, 10, 1), date(2026, 12, 1)


def run(on: date) -> None:
    reconcile(on=on, at=f.jst(on.year, on.month, on.day, 3), actor="command:nightly")


@pytest.fixture
def asked() -> Requirement:
    heads = {"is": "role", "of": ["head"]}
    return f.requirement(audience=heads, cycle=Requirement.Cycle.AFTER_POSTING, within=3, unit="months")


@pytest.fixture
def head(asked: Requirement) -> Employee:
    seat = f.department()
    person = f.employee(seat)
    f.grant(person, "head", seat, starts_on=JOINED, ends_on=date(2026, 11, 30))
    return person


def test_the_role_makes_the_duty_on_its_first_day_and_not_before(head):
    run(date(2026, 9, 30))
    assert not Duty.objects.exists()
    run(JOINED)
    row = Duty.objects.get()
    assert (row.opened_on, row.due_on) == (JOINED, date(2027, 1, 1))
    assert row.because == "対象者「所属長」にR8.10.1から当てはまるため"


def test_leaving_the_role_closes_what_is_open(head):
    run(JOINED)
    run(LEFT)
    row = Duty.objects.get()
    assert (row.closed_on, row.close_reason) == (LEFT, "対象者の条件に当てはまらなくなったため")
    assert not duties_on(2026, LEFT).exists()
    assert duties_on(2026, date(2026, 11, 30)).get().state == State.NOT_STARTED


def test_leaving_the_role_keeps_what_is_done(head, asked):
    run(JOINED)
    f.completion(head, asked.course, f.jst(2026, 11, 1))
    run(LEFT)
    assert duties_on(2026, LEFT).get().state == State.COMPLETED


def test_who_has_the_role_since_last_year_has_no_new_duty(asked):
    seat = f.department()
    f.grant(f.employee(seat), "head", seat)
    run(JOINED)
    assert not Duty.objects.exists()
    assert RoleGrant.objects.count() == 1


def test_who_completed_before_taking_the_role_can_complete_anew_on_screen():
    course = taught(lessons=1)
    heads = {"is": "role", "of": ["head"]}
    f.requirement(course, audience=heads, cycle=Requirement.Cycle.AFTER_POSTING, within=3, unit="months")
    seat = f.department()
    person = f.employee(seat)
    finish_lesson(employee=person, course=course, key=key(1), at=f.jst(2026, 5, 12))
    f.grant(person, "head", seat, starts_on=JOINED)
    run(JOINED)
    assert duties_on(2026, JOINED).get().state == State.NOT_STARTED
    finish_lesson(employee=person, course=course, key=key(1), at=f.jst(2026, 10, 20))
    assert duties_on(2026, date(2026, 10, 20)).get().state == State.COMPLETED
