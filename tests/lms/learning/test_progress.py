"""How far a person has come in a course, in the fiscal year of a moment."""

from datetime import date, datetime, timedelta

import pytest

from courses.models import Course
from courses.outline import LessonEntry, Outline, QuizEntry
from lms.learning.progress import Progress, Steps, progress, steps
from lms.lib.fiscal_year import start_of_day
from lms.people.models import Employee
from quizzes.models import Attempt, Quiz
from tests.factories import (
    cancelled,
    choice,
    completion,
    course,
    department,
    duty,
    employee,
    jst,
    lesson_read,
    requirement,
)  # fmt: skip
from tests.quizzes.samples import quiz

pytestmark = pytest.mark.django_db

NOW = jst(2026, 6, 20)


@pytest.fixture
def security() -> Course:
    return course()


@pytest.fixture
def person() -> Employee:
    return employee(department())


def attempt(person: Employee, test: Quiz, submitted_at: datetime | None, number: int = 1, **values: object) -> Attempt:
    usual = {"paper": {}, "pass_percent": 80, "recorded_at": NOW, "score": 90, "passed": True}
    usual["result"] = {"marks": []} if submitted_at else None
    return Attempt.objects.create(
        employee=person, quiz=test, number=number, submitted_at=submitted_at, **(usual | values)
    )


def outline(subject: Course, keys: tuple[str, ...] = ("01", "02"), quizzes: tuple[int, ...] = ()) -> Outline:
    lessons = tuple(LessonEntry(key, key, 5, number, number, None) for number, key in enumerate(keys, start=1))
    return Outline(subject, 1, lessons, tuple(QuizEntry(pk, "S-01", "テスト", 9) for pk in quizzes))


def of(person: Employee, subject: Course, at: datetime = NOW) -> Progress:
    return progress(person, subject, at)


def test_who_has_done_nothing_has_not_started(person, security):
    assert of(person, security) == Progress()
    assert not of(person, security).started


def test_chapters_and_tests_and_completion_of_the_year_are_found(person, security):
    test = quiz()
    lesson_read(person, security, NOW, "01")
    attempt(person, test, NOW)
    done = completion(person, security, NOW)
    assert of(person, security) == Progress(frozenset({"01"}), frozenset({test.pk}), done.completed_at)


@pytest.mark.parametrize("at", [jst(2026, 3, 31, 23, 59, 59), jst(2027, 4, 1, 0, 0)])
def test_what_was_done_in_another_fiscal_year_is_not_this_years(person, security, at):
    lesson_read(person, security, at)
    attempt(person, quiz(), at)
    completion(person, security, at)
    assert not of(person, security).started


def test_the_last_minute_of_the_fiscal_year_still_belongs_to_it(person, security):
    done = completion(person, security, jst(2027, 3, 31, 23, 59))
    assert of(person, security, jst(2027, 3, 31, 23, 59)).completed_at == done.completed_at
    assert of(person, security, jst(2027, 4, 1, 0, 0)).completed_at is None


def test_a_failed_and_an_open_attempt_pass_nothing(person, security):
    test = quiz()
    attempt(person, test, NOW, score=50, passed=False)
    attempt(person, test, None, number=2, score=None, passed=None)
    assert not of(person, security).quizzes_passed


def test_a_cancelled_completion_is_none_and_the_first_valid_one_counts(person, security):
    cancelled(completion(person, security, jst(2026, 6, 1)), NOW, by=person)
    first = completion(person, security, jst(2026, 6, 2))
    completion(person, security, jst(2026, 6, 3))
    assert of(person, security).completed_at == first.completed_at


def test_another_persons_progress_is_not_ones_own(person, security):
    colleague = employee(department("0102"))
    lesson_read(colleague, security, NOW)
    attempt(colleague, quiz(), NOW)
    completion(colleague, security, NOW)
    assert of(person, security) == Progress()


def test_a_course_is_finished_by_every_chapter_and_every_test(security):
    course_of_two = outline(security, quizzes=(7,))
    assert not Progress(frozenset({"01", "02"})).finishes(course_of_two)
    assert not Progress(frozenset({"01"}), frozenset({7})).finishes(course_of_two)
    assert Progress(frozenset({"01", "02", "gone"}), frozenset({7, 8})).finishes(course_of_two)


def test_a_course_without_tests_is_finished_by_its_chapters_and_an_empty_one_never(security):
    assert Progress(frozenset({"01", "02"})).finishes(outline(security))
    assert not Progress(frozenset({"01"})).finishes(outline(security, keys=()))


def test_what_was_done_for_another_course_is_not_of_this_one(person, security):
    other = course("S-02")
    lesson_read(person, other, NOW, "02")
    completion(person, other, NOW)
    assert of(person, security) == Progress()


@pytest.mark.parametrize("number", [1, 3])
def test_one_query_whatever_the_number_of_chapters(person, security, number, django_assert_num_queries):
    for serial in range(number):
        lesson_read(person, security, NOW, f"{serial:02}")
    with django_assert_num_queries(1):
        assert len(of(person, security).lessons_read) == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_steps_of_all_courses_are_one_query(person, number, django_assert_num_queries):
    subjects = [course(f"S-{serial:02}") for serial in range(number)]
    for subject in subjects:
        lesson_read(person, subject, NOW, "01")
        lesson_read(person, subject, NOW, "02")
    test = quiz()
    attempt(person, test, NOW)
    with django_assert_num_queries(1):
        found = steps(person, NOW, {})
    assert found == Steps({subject.pk: {"01", "02"} for subject in subjects}, {test.pk: NOW}, {})


@pytest.mark.parametrize("number", [1, 3])
def test_of_a_course_asked_anew_only_what_was_done_since_then_counts(person, number, django_assert_num_queries):
    subjects = [course(f"S-{serial:02}") for serial in range(number)]
    for subject in subjects:
        lesson_read(person, subject, NOW - timedelta(days=1), "01")
        lesson_read(person, subject, NOW, "02")
    test = quiz()
    attempt(person, test, NOW - timedelta(days=1))
    first, *others = subjects
    with django_assert_num_queries(1):
        found = steps(person, NOW, {first.pk: NOW})
    assert found.progress(first) == Progress(frozenset({"02"}), anew_since=NOW)
    assert all(found.progress(one) == Progress(frozenset({"01", "02"}), frozenset({test.pk})) for one in others)


# ---- asked anew -----------------------------------------------------------------------------------------------------

ANEW = start_of_day(date(2026, 6, 11))


def test_what_was_done_before_a_duty_asks_anew_counts_no_more(person, security):
    test = quiz()
    lesson_read(person, security, jst(2026, 6, 10), "01")
    lesson_read(person, security, jst(2026, 6, 12), "02")
    attempt(person, test, jst(2026, 6, 10))
    before = completion(person, security, jst(2026, 6, 10))
    duty(person, requirement(security), counts_from=ANEW)
    assert of(person, security) == Progress(
        frozenset({"02"}), anew_since=ANEW, completed_before=before.completed_at, turn=2
    )
    assert steps(person, NOW, {security.pk: ANEW}).progress(security) == Progress(frozenset({"02"}), anew_since=ANEW)
    done = completion(person, security, jst(2026, 6, 12))
    assert of(person, security).completed_at == done.completed_at


def test_before_the_day_on_which_it_is_asked_anew_all_counts(person, security):
    lesson_read(person, security, jst(2026, 6, 10), "01")
    duty(person, requirement(security), counts_from=ANEW)
    assert of(person, security, jst(2026, 6, 10, 23)) == Progress(frozenset({"01"}))


@pytest.mark.parametrize("values", [{"closed_at": NOW}, {"counts_from": jst(2026, 4, 1, 0)}])
def test_a_closed_duty_and_one_that_counts_from_april_ask_nothing_anew(person, security, values):
    lesson_read(person, security, jst(2026, 6, 10), "01")
    usual = {"counts_from": ANEW, "closed_on": date(2026, 6, 15)}
    duty(person, requirement(security), **(usual | values))
    assert of(person, security) == Progress(frozenset({"01"}))


def test_a_choice_asks_all_its_courses_anew(person, security):
    other = course("S-02")
    duty(person, choice(1, security, other), counts_from=ANEW)
    assert of(person, other).anew_since == ANEW
