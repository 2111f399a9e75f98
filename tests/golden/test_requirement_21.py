"""21. A new version of a course voids no completion, unless the owner asks for re-taking."""

from datetime import date, datetime

import pytest

from courses.models import Course
from lms.duties.models import Duty, Requirement
from lms.duties.planning import reconcile
from lms.duties.plans import PlanError, ask_retake
from lms.duties.status import State, duties_on
from lms.learning.flow import finish_lesson, submit
from lms.people.models import Employee
from lms.records.models import Completion
from quizzes.attempts import start_attempt
from quizzes.models import Quiz
from quizzes.responding import save_all
from tests import factories as f
from tests.lms.learning.samples import exam, key, right_answers, taught

pytestmark = pytest.mark.django_db
RETAKE = date(2026, 11, 1)


@pytest.fixture
def quiz() -> Quiz:
    return exam()


@pytest.fixture
def asked(quiz: Quiz) -> Requirement:
    return f.requirement(taught(lessons=2, quiz=quiz))


@pytest.fixture
def person() -> Employee:
    return f.employee(f.department())


def learn(person: Employee, course: Course, quiz: Quiz, at: datetime) -> None:
    """The whole course on screen, as a person takes it."""
    for number in (1, 2):
        finish_lesson(employee=person, course=course, key=key(number), at=at)
    attempt = start_attempt(employee=person, quiz=quiz, at=at)
    save_all(attempt=attempt, values=right_answers(attempt), operation="form", known={}, at=at)
    submit(attempt=attempt, at=at)


@pytest.fixture(autouse=True)
def done(person: Employee, asked: Requirement, quiz: Quiz) -> None:
    f.duty(person, asked)
    learn(person, asked.course, quiz, f.jst(2026, 6, 10))


def state(on: date) -> str:
    return duties_on(2026, on).get().state


def test_a_revision_alone_voids_nothing(asked):
    Course.objects.update(revision=2)
    assert state(RETAKE) == State.COMPLETED


def test_asking_for_a_retake_opens_a_new_duty_and_keeps_the_past(person, asked, quiz):
    ask_retake(requirement=asked, on=RETAKE, actor="00098", at=f.jst(2026, 11, 1))
    reconcile(on=RETAKE, actor="00098", at=f.jst(2026, 11, 1))
    assert state(date(2026, 10, 31)) == State.COMPLETED
    assert state(RETAKE) == State.NOT_STARTED
    again = Duty.objects.get(closed_at=None)
    assert (again.opened_on, again.due_on) == (RETAKE, date(2026, 12, 1))
    learn(person, asked.course, quiz, f.jst(2026, 11, 20))
    assert state(date(2026, 11, 20)) == State.COMPLETED
    assert Completion.objects.count() == 2


def test_only_a_running_plan_asks_for_a_retake(asked):
    type(asked.plan).objects.update(state="reported")
    asked.plan.refresh_from_db()
    with pytest.raises(PlanError):
        ask_retake(requirement=asked, on=RETAKE, actor="00098", at=f.jst(2026, 11, 1))


def test_an_average_is_of_the_attempts_since_the_retake(person, asked, quiz):
    Quiz.objects.update(grade_rule=Quiz.GradeRule.AVERAGE)
    submit(attempt=start_attempt(employee=person, quiz=quiz, at=f.jst(2026, 6, 20)), at=f.jst(2026, 6, 20))
    ask_retake(requirement=asked, on=RETAKE, actor="00098", at=f.jst(2026, 11, 1))
    reconcile(on=RETAKE, actor="00098", at=f.jst(2026, 11, 1))
    learn(person, asked.course, quiz, f.jst(2026, 11, 20))
    assert state(date(2026, 11, 20)) == State.COMPLETED
