from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from quizzes.models import Quiz
from quizzes.rules import NOTHING_EXTRA, Extra, deadline, grade_of, open_positions, passes, refusal, shows

NOW = datetime(2026, 6, 10, 3, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@dataclass
class Sat:
    recorded_at: datetime
    submitted_at: datetime | None = None
    score: int | None = None


def test_without_settings_there_is_no_deadline_and_no_refusal():
    assert deadline(Quiz(), NOTHING_EXTRA, NOW) is None
    assert refusal(Quiz(), NOTHING_EXTRA, [Sat(NOW - HOUR, NOW - HOUR)] * 9, NOW) == ""


def test_the_deadline_is_the_limit_or_the_end_whichever_comes_first():
    quiz = Quiz(time_limit=30, closes_at=NOW + HOUR)
    assert deadline(quiz, NOTHING_EXTRA, NOW) == NOW + HOUR / 2
    assert deadline(quiz, NOTHING_EXTRA, NOW + HOUR * 0.75) == NOW + HOUR
    assert deadline(Quiz(closes_at=NOW + HOUR), NOTHING_EXTRA, NOW) == NOW + HOUR


def test_an_allowance_lengthens_the_time_and_moves_the_end():
    quiz = Quiz(time_limit=30, closes_at=NOW + HOUR)
    assert deadline(quiz, Extra(minutes=15), NOW) == NOW + HOUR * 0.75
    assert deadline(quiz, Extra(minutes=90, closes_at=NOW + 3 * HOUR), NOW) == NOW + 2 * HOUR
    assert deadline(quiz, Extra(minutes=90, closes_at=NOW - HOUR), NOW) == NOW + HOUR, "never earlier than for all"


def test_an_allowance_makes_no_limit_where_there_is_none():
    assert deadline(Quiz(), Extra(minutes=30, closes_at=NOW), NOW) is None


@pytest.mark.parametrize(
    ("moment", "words"), [(-SECOND, "期間の前"), (timedelta(), ""), (HOUR, ""), (HOUR + SECOND, "期間が終わりました")]
)
def test_a_test_is_begun_between_its_first_and_its_last_moment(moment, words):
    said = refusal(Quiz(opens_at=NOW, closes_at=NOW + HOUR), NOTHING_EXTRA, [], NOW + moment)
    assert words in said
    assert bool(words) == bool(said)


def test_attempts_are_counted_within_the_fiscal_year():
    quiz, last_year = Quiz(attempts_allowed=2), NOW - timedelta(days=200)
    before = [Sat(last_year, last_year)] * 5
    assert refusal(quiz, NOTHING_EXTRA, [*before, Sat(NOW, NOW)], NOW) == ""
    assert "回数を終えました" in refusal(quiz, NOTHING_EXTRA, [*before, *[Sat(NOW, NOW)] * 2], NOW)
    assert refusal(quiz, Extra(attempts=1), [Sat(NOW, NOW)] * 2, NOW) == ""


def test_the_next_attempt_waits_from_the_submission():
    quiz, done = Quiz(wait_hours=24), [Sat(NOW - 3 * HOUR, NOW - 2 * HOUR)]
    assert "あと22時間" in refusal(quiz, NOTHING_EXTRA, done, NOW)
    assert refusal(quiz, NOTHING_EXTRA, done, NOW + 22 * HOUR) == ""


@pytest.mark.parametrize(("rule", "score"), [("best", 90), ("last", 70), ("average", 76)])
def test_one_score_stands_for_several_attempts(rule, score):
    assert grade_of(Quiz(grade_rule=rule), [70, 90, 70]) == score
    assert grade_of(Quiz(grade_rule=rule), []) is None


@pytest.mark.parametrize(
    ("rule", "earlier", "score", "passed"),
    [("best", [0], 80, True), ("last", [100], 79, False), ("average", [70], 90, True), ("average", [70], 89, False)],
)
def test_what_passes_follows_the_rule(rule, earlier, score, passed):
    assert passes(Quiz(grade_rule=rule), earlier, score, 80) is passed


def test_a_practice_is_passed_by_doing_it_and_shows_everything():
    quiz = Quiz(practice=True, shows_answers="after_passing")
    assert passes(quiz, [], 0, 80)
    assert shows(quiz, NOTHING_EXTRA, passed=False, at=NOW).answers


def test_each_part_of_the_result_has_its_own_time():
    quiz = Quiz(shows_answers="after_passing", shows_explanations="after_closing", closes_at=NOW)
    for passed, at, told in [
        (False, NOW, (True, False, False)),
        (True, NOW, (True, True, False)),
        (False, NOW + SECOND, (True, False, True)),
    ]:
        found = shows(quiz, NOTHING_EXTRA, passed=passed, at=at)
        assert (found.score, found.answers, found.explanations) == told
    assert not shows(quiz, Extra(closes_at=NOW + HOUR), passed=False, at=NOW + SECOND).explanations


def test_what_was_left_for_good_is_closed_with_all_before_it():
    assert list(open_positions(4, left=[])) == [1, 2, 3, 4]
    assert list(open_positions(4, left=[2])) == [3, 4]
    assert list(open_positions(4, left=[1, 4])) == []
