"""What several presses at the same moment leave behind. Each thread has a connection of its own and really commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from courses.models import Course
from lms.learning.flow import finish_lesson, submit
from lms.ledger.models import LedgerEntry
from lms.people.models import Employee
from lms.records.models import Completion
from quizzes.attempts import start_attempt
from quizzes.models import Attempt, Quiz
from quizzes.responding import ClosedError, OutdatedError, save_all, save_response
from tests import factories as make
from tests.lms.learning.samples import exam, key, right_answers, taught

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.now()
THREADS = 4


def at_once(act: Callable[[int], object]) -> list[object]:
    """What each of several threads got that did this in the same moment."""
    barrier = Barrier(THREADS)

    def run(number: int) -> object:
        try:
            barrier.wait()
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


@pytest.fixture
def person() -> Employee:
    return make.employee(make.department())


@pytest.fixture
def test() -> Quiz:
    return exam()


@pytest.fixture
def course(person, test) -> Course:
    course = taught(lessons=1, quiz=test)
    finish_lesson(employee=person, course=course, key=key(1), at=NOW)
    return course


def test_starts_at_the_same_moment_give_one_attempt(person, test):
    begun = at_once(lambda _: start_attempt(employee=person, quiz=test, at=NOW).pk)
    assert set(begun) == {Attempt.objects.get().pk}
    assert LedgerEntry.objects.filter(action="受験の開始").count() == 1


@pytest.mark.usefixtures("course")
def test_submissions_at_the_same_moment_give_one_result_and_one_completion(person, test):
    attempt = start_attempt(employee=person, quiz=test, at=NOW)
    save_all(attempt=attempt, values=right_answers(attempt), operation="form", known={}, at=NOW)
    at_once(lambda _: submit(attempt=Attempt.objects.get(pk=attempt.pk), at=NOW))
    assert Attempt.objects.get().passed
    assert Completion.objects.get().source_id == f"attempt:{attempt.pk}"
    assert LedgerEntry.objects.filter(action="解答の提出").count() == 1


def test_of_answers_at_the_same_moment_one_is_kept_and_the_others_are_told(person, test):
    attempt = start_attempt(employee=person, quiz=test, at=NOW)
    ids = ["1", "2", "3", "4"]

    def save(number: int) -> bool:
        try:
            save_response(
                attempt=attempt, position=1, value=[ids[number]], operation=f"op-{number}", known=[], at=NOW
            )  # fmt: skip
        except OutdatedError:
            return False
        return True

    (first,) = [number for number, taken in enumerate(at_once(save)) if taken]
    kept = attempt.responses.get()
    assert (kept.value, kept.operation) == ([ids[first]], f"op-{first}")


@pytest.mark.usefixtures("course")
def test_an_answer_acknowledged_in_the_moment_of_submitting_is_graded(person, test):
    for number in range(5):
        attempt = start_attempt(employee=person, quiz=test, at=NOW)
        right = right_answers(attempt)

        def act(thread: int, attempt: Attempt = attempt, right: dict[int, list[str]] = right) -> int:
            """Thread 0 submits, the others answer one question each; the number of the question that was taken."""
            if thread == 0:
                submit(attempt=Attempt.objects.get(pk=attempt.pk), at=NOW)
                return 0
            try:
                save_response(
                    attempt=attempt, position=thread, value=right[thread], operation=f"op-{thread}", known=[], at=NOW
                )
            except ClosedError:
                return 0
            return thread

        acknowledged = {taken for taken in at_once(act) if taken}
        marks = Attempt.objects.get(pk=attempt.pk).result["marks"]
        assert {mark["position"] for mark in marks if mark["score"] == "1"} == acknowledged, number


def test_the_last_chapter_read_twice_at_the_same_moment_completes_once(person):
    course = taught(lessons=1)
    at_once(lambda _: finish_lesson(employee=person, course=course, key=key(1), at=NOW))
    assert Completion.objects.count() == 1
