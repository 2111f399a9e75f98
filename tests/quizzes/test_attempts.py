from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from lms.ledger.models import LedgerEntry
from quizzes import attempts
from quizzes.attempts import close_attempt, start_attempt
from quizzes.drawing import Paper
from quizzes.grading import grade
from quizzes.models import Attempt, Item, Quiz
from quizzes.selecting import BankTooSmallError
from quizzes.versions import contents, write_item
from tests.quizzes.samples import employee, quiz, right_answers

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def close(attempt: Attempt, responses: dict[int, list[str]], at=NOW) -> bool:
    paper = Paper.from_json(attempt.paper)
    return close_attempt(attempt=attempt, result=grade(paper, contents(paper), responses), at=at)


def keys(attempt: Attempt) -> set[str]:
    versions = [asked["version"] for asked in attempt.paper["questions"]]
    return set(Item.objects.filter(versions__in=versions).values_list("key", flat=True))


def test_the_first_attempt_freezes_a_paper_and_leaves_its_trace():
    attempt = start_attempt(employee=employee(), quiz=quiz(draws=3), at=NOW)
    assert (attempt.number, attempt.pass_percent, len(attempt.paper["questions"])) == (1, 80, 3)
    entry = LedgerEntry.objects.get(action="受験の開始")
    assert entry.actor == "00007"
    assert entry.payload["facts"][0][:2] == ["quizzes.Attempt", attempt.pk]


def test_starting_again_goes_on_with_the_open_attempt():
    person, test = employee(), quiz()
    assert start_attempt(employee=person, quiz=test, at=NOW) == start_attempt(employee=person, quiz=test, at=NOW)
    assert Attempt.objects.count() == 1


def test_after_submitting_the_next_attempt_has_the_next_number_and_its_own_paper():
    person, test = employee(), quiz()
    first = start_attempt(employee=person, quiz=test, at=NOW)
    close(first, {})
    second = start_attempt(employee=person, quiz=test, at=NOW)
    assert second.number == 2
    assert second.paper != first.paper


def test_drafts_and_retired_questions_are_not_asked():
    test = quiz(draws=3, items=5)
    Item.objects.filter(key="q-00").update(state=Item.State.DRAFT)
    Item.objects.filter(key="q-01").update(state=Item.State.RETIRED)
    attempt = start_attempt(employee=employee(), quiz=test, at=NOW)
    assert keys(attempt) == {"q-02", "q-03", "q-04"}


def test_without_enough_questions_nothing_begins():
    with pytest.raises(BankTooSmallError):
        start_attempt(employee=employee(), quiz=quiz(draws=9, items=5), at=NOW)
    assert not Attempt.objects.exists()
    assert not LedgerEntry.objects.filter(action="受験の開始").exists()


def test_two_starts_in_the_same_moment_give_one_attempt(monkeypatch):
    begin = attempts._begin

    def begin_second(*arguments):
        begin(*arguments)  # the other press, between our look and our writing
        return begin(*arguments)

    # Only the moment is staged; what refuses and what is found afterwards is the database.
    monkeypatch.setattr(attempts, "_begin", begin_second)
    with transaction.atomic():
        attempt = start_attempt(employee=employee(), quiz=quiz(), at=NOW)
    assert Attempt.objects.get() == attempt
    assert LedgerEntry.objects.filter(action="受験の開始").count() == 1


def test_the_database_refuses_a_second_open_attempt():
    attempt = start_attempt(employee=employee(), quiz=quiz(), at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(
            employee=attempt.employee, quiz=attempt.quiz, number=2, paper={}, pass_percent=80, recorded_at=NOW
        )


@pytest.mark.parametrize(
    "half", [{"submitted_at": NOW}, {"score": 80}, {"submitted_at": NOW, "score": 80, "passed": True}]
)
def test_the_database_refuses_an_attempt_that_is_half_closed(half):
    attempt = start_attempt(employee=employee(), quiz=quiz(), at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(**half)


def test_the_database_refuses_more_than_a_hundred_points():
    attempt = start_attempt(employee=employee(), quiz=quiz(), at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(submitted_at=NOW, score=101, passed=True, result={})


def test_the_database_refuses_a_test_that_closes_before_it_opens():
    with pytest.raises(IntegrityError), transaction.atomic():
        quiz(opens_at=NOW, closes_at=NOW - timedelta(days=1))


def test_closing_stores_the_result_once():
    attempt = start_attempt(employee=employee(), quiz=quiz(draws=3), at=NOW)
    assert close(attempt, right_answers(attempt))
    stored = Attempt.objects.get()
    assert (stored.score, stored.passed, stored.submitted_at) == (100, True, NOW)
    assert stored.result == attempt.result
    entry = LedgerEntry.objects.get(action="解答の提出")
    assert (entry.payload["score"], entry.payload["passed"]) == (100, True)


def test_a_second_press_changes_nothing_and_sees_the_first_result():
    attempt = start_attempt(employee=employee(), quiz=quiz(), at=NOW)
    same = Attempt.objects.get()
    close(attempt, right_answers(attempt))
    assert not close(same, {}, at=NOW + timedelta(seconds=1))
    assert (same.score, same.passed, same.submitted_at, same.result) == (100, True, NOW, attempt.result)
    assert LedgerEntry.objects.filter(action="解答の提出").count() == 1


@pytest.mark.parametrize(("right", "passed"), [(8, True), (7, False)])
def test_eighty_points_pass(right, passed):
    attempt = start_attempt(employee=employee(), quiz=quiz(draws=10, items=12), at=NOW)
    close(attempt, {position: ids for position, ids in right_answers(attempt).items() if position <= right})
    assert (attempt.score, attempt.passed) == (right * 10, passed)


def test_an_average_is_of_the_year_in_which_the_attempt_was_begun():
    last_day = datetime(2027, 3, 31, 14, tzinfo=UTC)
    person, test = employee(), quiz(grade_rule=Quiz.GradeRule.AVERAGE)
    close(start_attempt(employee=person, quiz=test, at=last_day), {}, at=last_day)
    attempt = start_attempt(employee=person, quiz=test, at=last_day)

    close(attempt, right_answers(attempt), at=last_day + timedelta(hours=5))

    assert (attempt.score, attempt.passed) == (100, False), "50 on the average, though graded on 1 April"


def test_the_result_stands_on_the_paper_of_the_attempt_whatever_becomes_of_the_bank():
    attempt = start_attempt(employee=employee(), quiz=quiz(), at=NOW)
    answers = right_answers(attempt)
    for item in Item.objects.all():
        item.content["options"].reverse()
        item.content["options"][0]["right"] = True
        write_item(item=item, author="00001", at=NOW)
    close(Attempt.objects.get(), answers)
    assert Attempt.objects.get().score == 100


def test_without_shuffling_the_questions_stand_in_the_order_of_the_bank():
    test = quiz(draws=4, items=6, shuffles_questions=False)
    for item, key in zip(test.bank.items.order_by("pk"), "fcbade", strict=True):
        Item.objects.filter(pk=item.pk).update(key=key)
    asked = [
        question["version"] for question in start_attempt(employee=employee(), quiz=test, at=NOW).paper["questions"]
    ]
    found = [Item.objects.get(versions=version).key for version in asked]
    assert (found, len(set(found))) == (sorted(found), 4)
