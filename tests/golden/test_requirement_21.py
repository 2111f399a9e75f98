"""21. A new version of a course voids no completion, unless the owner asks for re-taking."""

from datetime import date

import pytest

from courses.models import Course
from lms.duties.models import Duty, Requirement
from lms.duties.planning import reconcile
from lms.duties.plans import PlanError, ask_retake
from lms.duties.status import State, duties_on
from tests import factories as f

pytestmark = pytest.mark.django_db
RETAKE = date(2026, 11, 1)


@pytest.fixture
def asked() -> Requirement:
    return f.requirement()


@pytest.fixture(autouse=True)
def done(asked: Requirement) -> None:
    person = f.employee(f.department())
    f.duty(person, asked)
    f.completion(person, asked.course, f.jst(2026, 6, 10))


def state(on: date) -> str:
    return duties_on(2026, on).get().state


def test_a_revision_alone_voids_nothing(asked):
    Course.objects.update(revision=2)
    assert state(RETAKE) == State.COMPLETED


def test_asking_for_a_retake_opens_a_new_duty_and_keeps_the_past(asked):
    ask_retake(requirement=asked, on=RETAKE, actor="00098", at=f.jst(2026, 11, 1))
    reconcile(on=RETAKE, actor="00098", at=f.jst(2026, 11, 1))
    assert state(date(2026, 10, 31)) == State.COMPLETED
    assert state(RETAKE) == State.NOT_STARTED
    again = Duty.objects.get(closed_at=None)
    assert (again.opened_on, again.due_on) == (RETAKE, date(2026, 12, 1))
    f.completion(again.employee, asked.course, f.jst(2026, 11, 20))
    assert state(date(2026, 11, 20)) == State.COMPLETED


def test_only_a_running_plan_asks_for_a_retake(asked):
    type(asked.plan).objects.update(state="reported")
    asked.plan.refresh_from_db()
    with pytest.raises(PlanError):
        ask_retake(requirement=asked, on=RETAKE, actor="00098", at=f.jst(2026, 11, 1))
