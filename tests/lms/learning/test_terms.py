"""What the pages of a test say of its rules."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lms.learning.flow import finish_lesson
from lms.learning.terms import earlier, standing_terms, terms
from quizzes.attempts import Sitting
from quizzes.models import Quiz
from quizzes.rules import NOTHING_EXTRA, Extra
from tests import factories as make
from tests.lms.learning.samples import key, learner, taught
from tests.markup import page, texts, words
from tests.quizzes import samples

NOW = make.jst(2026, 6, 12, 10)


def sat(number: int, score: int | None = None, *, passed: bool = False) -> Sitting:
    at = NOW + timedelta(hours=number)
    return Sitting(number, number, at, None, at if score is not None else None, score, passed)


def told(quiz: Quiz, extra: Extra = NOTHING_EXTRA, *sittings: Sitting) -> dict[str, str]:
    return dict(terms(quiz, extra, 10, sittings, NOW))


def test_the_usual_test_in_words():
    assert told(Quiz(code="X", pass_percent=80)) == {
        "出題数": "10問",
        "合格基準": "80点以上",
        "成績になる得点": "今年度の受験の得点のうち、最も高いもの",
        "時間の制限": "なし。解答は選ぶたびに保存されます。途中でやめても、続きから解答できます。",
        "受験できる回数": "何回でも受験できます。問題は毎回選び直されます。",
        "提出の後に見られるもの": "得点と正しい答えと解説は提出の直後に見られます。",
    }


def test_every_limit_in_words_with_what_the_person_is_allowed_beyond():
    quiz = Quiz(
        layout="forward", grade_rule="average", attempts_allowed=2, wait_hours=24, time_limit=20,
        opens_at=make.jst(2026, 6, 1, 8, 30), closes_at=make.jst(2026, 7, 17, 17, 15),
        shows_answers="after_passing", shows_explanations="after_closing",
    )  # fmt: skip
    extra = Extra(minutes=10, attempts=1, closes_at=make.jst(2026, 7, 31, 17, 15))
    assert told(quiz, extra, sat(1, 70)) == {
        "出題数": "10問。1問ずつ表示します。前の問題には戻れません。",
        "合格基準": "80点以上",
        "成績になる得点": "今年度の受験の得点の平均。合否も平均で決まります。",
        "受験できる期間": "令和8年6月1日（月）08:30から令和8年7月31日（金）17:15まで",
        "時間の制限": "30分。解答は選ぶたびに保存されます。時間が過ぎると、保存済みの解答を採点します。",
        "受験できる回数": "今年度に3回まで（残り2回）。次の受験までは24時間空けてください。",
        "提出の後に見られるもの": "得点は提出の直後、正しい答えは合格した後、解説は受験できる期間の後に見られます。",
    }


def test_of_one_attempt_only_no_rule_of_several_is_told():
    assert "成績になる得点" not in told(Quiz(attempts_allowed=1))


def test_a_practice_says_so():
    assert told(Quiz(practice=True))["合格基準"].startswith("なし（練習です。")


@pytest.mark.parametrize(
    ("rule", "said"),
    [("best", "90点（最も高い得点）"), ("last", "70点（最後の得点）"), ("average", "80点（平均の得点）")],
)
def test_after_several_attempts_the_grade_is_told(rule, said):
    found = dict(standing_terms(Quiz(grade_rule=rule), NOTHING_EXTRA, [sat(2, 70), sat(1, 90)], NOW))
    assert found["今年度の成績"] == said


def test_the_grade_is_not_told_before_scores_are():
    quiz = Quiz(shows_score="after_closing", closes_at=NOW + timedelta(days=1))
    assert "今年度の成績" not in dict(standing_terms(quiz, NOTHING_EXTRA, [sat(2, 70), sat(1, 90)], NOW))
    assert [line.words for line in earlier(quiz, NOTHING_EXTRA, [sat(2, 90, passed=True), sat(1, 70)], NOW)] == [
        "合格",
        "不合格",
    ]


def test_earlier_attempts_tell_what_they_may():
    assert [line.words for line in earlier(Quiz(), NOTHING_EXTRA, [sat(2), sat(1, 70)], NOW)] == [
        "解答中",
        "70点　不合格",
    ]
    assert [line.words for line in earlier(Quiz(practice=True), NOTHING_EXTRA, [sat(1, 0, passed=True)], NOW)] == [
        "0点　提出済み"
    ]


# ---- on the pages ---------------------------------------------------------------------------------------------------


def begun(client, **settings: object) -> str:
    """The address of the test of somebody who has read everything."""
    person = learner(client)
    course = taught(lessons=1, quiz=samples.quiz(**settings))
    finish_lesson(employee=person, course=course, key=key(1), at=timezone.now())
    return "/learn/tests/S-01/"


def submitted(client, test: str):
    attempt = client.post(test).url
    client.post(f"{attempt}submit/")
    return page(client.get(f"{attempt}result/"))


@pytest.mark.django_db
def test_a_practice_is_shown_as_one_before_and_after(client):
    test = begun(client, practice=True)
    assert "練習のテストです" in page(client.get(test)).text
    result = submitted(client, test)
    assert words(result.select_one(".result__verdict")) == "練習を終えました"
    assert "合格基準" not in result.select_one(".result").text


@pytest.mark.django_db
def test_with_no_attempt_left_the_pages_say_so_and_offer_none(client):
    test = begun(client, attempts_allowed=1)
    result = submitted(client, test)
    assert words(result.select_one(".result__verdict")) == "不合格"
    assert "受験できる回数を終えました。" in result.select_one(".banner").text
    assert texts(result, "main .actions a") == ["受ける研修へ戻る"]
    before = page(client.get(test))
    assert not before.select("main form button")
    assert "受験できる回数を終えました。" in before.select_one(".banner").text
    assert "今年度に1回まで（残り0回）。" in texts(before, ".definitions dd")
    assert "通算1回目の受験" in before.text, "the number of an attempt counts all years"
    again = page(client.post(test))
    assert len(again.select(".banner")) == 1


@pytest.mark.django_db
def test_before_the_opening_the_page_says_when_it_opens(client):
    test = begun(client, opens_at=make.jst(2099, 6, 1, 9))
    before = page(client.get(test))
    assert "受験できる期間の前です。" in before.select_one(".banner").text
    assert "令和81年6月1日（月）09:00から" in texts(before, ".definitions dd")


@pytest.mark.django_db
def test_the_result_of_a_second_attempt_says_the_grade(client):
    test = begun(client, attempts_allowed=3)
    submitted(client, test)
    result = submitted(client, test)
    assert texts(result, ".definitions dd") == ["0点（最も高い得点）", "今年度に3回まで（残り1回）。"]
