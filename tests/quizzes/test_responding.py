from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from quizzes.attempts import close_attempt, start_attempt
from quizzes.drawing import Paper
from quizzes.grading import grade
from quizzes.models import Attempt, Response
from quizzes.responding import AnswerError, ClosedError, OutdatedError, answers, given, save_all, save_response
from quizzes.versions import contents
from tests.quizzes.samples import employee, every_kind, item, question, quiz

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def attempt() -> Attempt:
    return start_attempt(employee=employee(), quiz=quiz(), at=NOW)


def ids(attempt: Attempt, position: int = 1) -> list[str]:
    """The names of the options of a question."""
    return [str(place) for place, _ in enumerate(Paper.from_json(attempt.paper).questions[position - 1].order, 1)]


def test_an_answer_is_kept(attempt):
    chosen = ids(attempt)[2]
    save_response(attempt=attempt, position=1, value=[chosen], operation="a", known=[], at=NOW)
    assert answers(attempt) == {1: [chosen]}


def test_a_later_answer_takes_the_place_of_the_earlier(attempt):
    first, second, *_ = ids(attempt)
    save_response(attempt=attempt, position=1, value=[first], operation="a", known=[], at=NOW)
    save_response(attempt=attempt, position=1, value=[second], operation="b", known=["a"], at=LATER)
    assert Response.objects.values_list("value", "saved_at", "operation").get() == ([second], LATER, "b")


def test_the_same_request_sent_twice_changes_nothing(attempt):
    first, second, *_ = ids(attempt)
    save_response(attempt=attempt, position=1, value=[first], operation="a", known=[], at=NOW)
    save_response(attempt=attempt, position=1, value=[second], operation="a", known=[], at=LATER)
    assert Response.objects.values_list("value", "saved_at").get() == ([first], NOW)


def test_an_answer_can_be_taken_back(attempt):
    save_response(attempt=attempt, position=1, value=ids(attempt)[:1], operation="a", known=[], at=NOW)
    save_response(attempt=attempt, position=1, value=[], operation="b", known=["a"], at=LATER)
    assert answers(attempt) == {1: []}


@pytest.mark.parametrize("position", [0, 4, -1, 999])
def test_positions_off_the_paper_are_refused(attempt, position):
    with pytest.raises(AnswerError, match="読み込み直して"):
        save_response(attempt=attempt, position=position, value=[], operation="a", known=[], at=NOW)


def test_options_that_were_not_offered_are_refused(attempt):
    for foreign in (["o0"], ["5"], ["0"], [""], "1", {"1": "1"}, [1], None, ["1", "1"]):
        with pytest.raises(AnswerError, match="この問題用紙にない解答です"):
            save_response(attempt=attempt, position=1, value=foreign, operation="a", known=[], at=NOW)
    assert not Response.objects.exists()


def test_two_answers_to_a_question_of_one_are_refused(attempt):
    with pytest.raises(AnswerError, match="この問題用紙にない解答です"):
        save_response(attempt=attempt, position=1, value=ids(attempt)[:2], operation="a", known=[], at=NOW)


def test_several_answers_are_kept_in_the_order_of_the_paper():
    test = quiz(draws=1, items=0)
    item(test.bank, "several", question("multiple", (0, 1)))
    attempt = start_attempt(employee=employee(), quiz=test, at=NOW)
    one, two, three, _ = ids(attempt)
    sent = QueryDict(mutable=True)
    sent.setlist("q1", [three, one, two, one])
    save_response(attempt=attempt, position=1, value=given(attempt, 1, sent), operation="a", known=[], at=NOW)
    assert answers(attempt) == {1: [one, two, three]}


def test_after_submitting_nothing_can_be_changed(attempt):
    paper = Paper.from_json(attempt.paper)
    close_attempt(attempt=attempt, result=grade(paper, contents(paper), {}), at=NOW)
    with pytest.raises(AnswerError, match="提出済み"):
        save_response(attempt=attempt, position=1, value=ids(attempt)[:1], operation="a", known=[], at=LATER)
    assert not Response.objects.exists()


def test_another_screen_that_was_later_is_not_overwritten(attempt):
    first, second, third, *_ = ids(attempt)
    save_response(attempt=attempt, position=1, value=[first], operation="a", known=[], at=NOW)
    for known in ([], ["of-long-ago"]):
        with pytest.raises(OutdatedError, match="問1の解答は、別の画面で後から変更されています"):
            save_response(attempt=attempt, position=1, value=[second], operation="b", known=known, at=LATER)
    assert answers(attempt) == {1: [first]}
    save_response(attempt=attempt, position=1, value=[third], operation="c", known=["of-long-ago", "a"], at=LATER)
    assert answers(attempt) == {1: [third]}


def test_a_request_that_comes_late_does_not_undo_what_followed_it(attempt):
    first, second, *_ = ids(attempt)
    save_response(attempt=attempt, position=1, value=[second], operation="b", known=["a"], at=NOW)
    with pytest.raises(OutdatedError):
        save_response(attempt=attempt, position=1, value=[first], operation="a", known=[], at=LATER)
    assert answers(attempt) == {1: [second]}


def test_an_answer_that_meets_a_submission_of_the_same_moment_is_refused(attempt):
    """This request has read the attempt while it was open; another one closes it before the answer is written."""
    read_before = Attempt.objects.get(pk=attempt.pk)
    paper = Paper.from_json(attempt.paper)
    close_attempt(attempt=attempt, result=grade(paper, contents(paper), {}), at=NOW)
    with pytest.raises(ClosedError):
        save_response(attempt=read_before, position=1, value=ids(attempt)[:1], operation="a", known=[], at=LATER)
    assert not Response.objects.exists()


def test_a_whole_form_leaves_alone_what_another_screen_saved_later(attempt):
    mine, theirs = ids(attempt)[:2]
    save_response(attempt=attempt, position=1, value=[theirs], operation="a", known=[], at=NOW)
    form = {1: [mine], 2: ids(attempt, 2)[:1], 3: []}
    with pytest.raises(OutdatedError) as refused:
        save_all(attempt=attempt, values=form, operation="form", known={}, at=LATER)
    assert refused.value.positions == (1,)
    assert answers(attempt) == {1: [theirs], 2: ids(attempt, 2)[:1]}


def test_a_whole_form_makes_no_new_version_of_what_it_leaves_as_it_was(attempt):
    save_response(attempt=attempt, position=1, value=ids(attempt)[:1], operation="a", known=[], at=NOW)
    save_all(attempt=attempt, values={1: ids(attempt)[:1], 2: []}, operation="form", known={}, at=LATER)
    assert Response.objects.values_list("position", "operation").get() == (1, "a")


def test_a_whole_form_is_kept_at_once(attempt):
    save_response(attempt=attempt, position=1, value=ids(attempt, 1)[:1], operation="a", known=[], at=NOW)
    save_all(
        attempt=attempt,
        values={1: ids(attempt, 1)[1:2], 3: ids(attempt, 3)[:1]},
        operation="form",
        known={1: "a"},
        at=LATER,
    )
    assert answers(attempt) == {1: ids(attempt, 1)[1:2], 3: ids(attempt, 3)[:1]}


def test_a_form_with_one_bad_answer_is_refused_as_a_whole(attempt):
    with pytest.raises(AnswerError):
        save_all(attempt=attempt, values={1: ids(attempt)[:1], 2: ["x"]}, operation="form", known={}, at=NOW)
    assert not Response.objects.exists()


def test_saving_costs_the_same_for_any_number_of_questions(django_assert_num_queries):
    for number, size in enumerate((1, 3)):
        test = quiz(draws=size, items=size, code=f"S-{size}")
        attempt = start_attempt(employee=employee(f"0000{number}"), quiz=test, at=NOW)
        with django_assert_num_queries(1):
            save_response(attempt=attempt, position=1, value=ids(attempt)[:1], operation="a", known=[], at=NOW)


def test_typed_answers_are_kept_as_typed_without_what_no_database_takes():
    test = quiz(draws=1, items=0)
    item(test.bank, "typed", every_kind()["short"])
    attempt = start_attempt(employee=employee(), quiz=test, at=NOW)
    value = given(attempt, 1, QueryDict("q1= ネット\x00の「回線」%0A"))
    save_response(attempt=attempt, position=1, value=value, operation="a", known=[], at=NOW)
    assert answers(attempt) == {1: "ネットの「回線」"}


@pytest.mark.parametrize(("late", "kept"), [(-1, True), (0, True), (1, False)])
def test_the_deadline_is_the_last_second_in_which_answers_are_taken(late, kept):
    attempt = start_attempt(employee=employee(), quiz=quiz(time_limit=10), at=NOW)
    at = NOW + timedelta(minutes=10, seconds=late)
    if kept:
        save_response(attempt=attempt, position=1, value=["1"], operation="a", known=[], at=at)
    else:
        with pytest.raises(AnswerError, match="期限を過ぎた"):
            save_response(attempt=attempt, position=1, value=["1"], operation="a", known=[], at=at)
    assert Response.objects.exists() is kept
