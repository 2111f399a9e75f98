"""The rules of a test in plain words, before it and with its result. Pure: times come in.

`since`: the moment in the year from which somebody has to take the test anew, where attempts before it count no more.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from lms.learning.dates import moment_text
from lms.lib.fiscal_year import era_date, local_date
from quizzes.attempts import Sitting
from quizzes.models import Quiz
from quizzes.rules import Extra, Sat, end_of, grade_of, of_this_year, shows

_GRADES = {
    Quiz.GradeRule.BEST: "{span}の受験の得点のうち、最も高いもの",
    Quiz.GradeRule.LAST: "{span}の最後の受験の得点",
    Quiz.GradeRule.AVERAGE: "{span}の受験の得点の平均。合否も平均で決まります。",
}
_LAYOUTS = {
    Quiz.Layout.ONE_PAGE: "",
    Quiz.Layout.FREE: "。1問ずつ表示します。前の問題に戻れます。",
    Quiz.Layout.FORWARD: "。1問ずつ表示します。前の問題には戻れません。",
}
_SHOWN = {
    Quiz.Shown.AT_ONCE: "提出の直後",
    Quiz.Shown.AFTER_PASSING: "合格した後",
    Quiz.Shown.AFTER_CLOSING: "受験できる期間の後",
}


class Term(NamedTuple):
    """One rule: what it is about, and what it says."""

    name: str
    words: str


def terms(
    quiz: Quiz, extra: Extra, count: int, sat: Sequence[Sat], at: datetime, since: datetime | None = None
) -> list[Term]:
    """Everything to know before beginning. `sat`: the attempts so far; `count`: how many questions are asked."""
    found = [
        Term("出題数", f"{count}問{_LAYOUTS[Quiz.Layout(quiz.layout)]}"),
        *_verdict(quiz, since),
        Term("受験できる期間", _period(quiz, extra)),
        Term("時間の制限", _time_limit(quiz, extra)),
        Term("受験できる回数", _attempts(quiz, extra, sat, at, since)),
        Term("提出の後に見られるもの", _shown(quiz)),
    ]
    return [term for term in found if term.words]


def _verdict(quiz: Quiz, since: datetime | None) -> list[Term]:
    if quiz.practice:
        return [Term("合格基準", "なし（練習です。合否を問いません。提出すると、このテストは終わりです。）")]
    rule = Quiz.GradeRule(quiz.grade_rule)
    needless = rule == Quiz.GradeRule.BEST and quiz.attempts_allowed == 1
    return [
        Term("合格基準", f"{quiz.pass_percent}点以上"),
        Term("成績になる得点", "" if needless else _GRADES[rule].format(span=_span(since))),
    ]


def _span(since: datetime | None) -> str:
    """「今年度」, of a test to be taken anew 「令和8年11月1日以後」"""
    return f"{era_date(local_date(since))}以後" if since else "今年度"


def _period(quiz: Quiz, extra: Extra) -> str:
    end = end_of(quiz, extra)
    opens = f"{moment_text(quiz.opens_at)}から" if quiz.opens_at else ""
    return opens + (f"{moment_text(end)}まで" if end else "")


def _time_limit(quiz: Quiz, extra: Extra) -> str:
    if not quiz.time_limit:
        return "なし。解答は選ぶたびに保存されます。途中でやめても、続きから解答できます。"
    return (
        f"{quiz.time_limit + extra.minutes}分。解答は選ぶたびに保存されます。"
        "時間が過ぎると、保存済みの解答を採点します。"
    )


def _attempts(quiz: Quiz, extra: Extra, sat: Sequence[Sat], at: datetime, since: datetime | None) -> str:
    wait = f"次の受験までは{quiz.wait_hours}時間空けてください。" if quiz.wait_hours else ""
    if not quiz.attempts_allowed:
        return f"何回でも受験できます。{wait}問題は毎回選び直されます。"
    allowed = quiz.attempts_allowed + extra.attempts
    left = max(allowed - _done(of_this_year(sat, at, since)), 0)
    return f"{_span(since)}に{allowed}回まで（残り{left}回）。" + (wait if allowed > 1 else "")


def _done(sat: Iterable[Sat]) -> int:
    return sum(one.submitted_at is not None for one in sat)


def _shown(quiz: Quiz) -> str:
    """「得点は提出の直後、正しい答えと解説は合格した後」"""
    if quiz.practice:
        return "得点、正しい答え、解説を、提出の直後に見られます。"
    at: dict[str, list[str]] = {}
    settings = (quiz.shows_score, quiz.shows_answers, quiz.shows_explanations)
    for setting, name in zip(settings, ("得点", "正しい答え", "解説"), strict=True):
        at.setdefault(_SHOWN[Quiz.Shown(setting)], []).append(name)
    return "、".join(f"{'と'.join(names)}は{when}" for when, names in at.items()) + "に見られます。"


def standing_terms(
    quiz: Quiz, extra: Extra, sat: Sequence[Sat], at: datetime, since: datetime | None = None
) -> list[Term]:
    """How a person stands after an attempt: the grade so far, and which attempts are left. `sat`: the newest first."""
    found = [
        Term(f"{_span(since)}の成績", _grade(quiz, extra, of_this_year(sat, at, since), at)),
        Term("受験できる回数", _attempts(quiz, extra, sat, at, since)),
        Term("受験できる期間", _period(quiz, extra)),
    ]
    return [term for term in found if term.words]


def _grade(quiz: Quiz, extra: Extra, sat: Sequence[Sat], at: datetime) -> str:
    """Only where it says more than the score of the attempt itself, and where scores may be told."""
    scores = [one.score for one in reversed(sat) if one.score is not None]
    if quiz.practice or len(scores) < 2 or not shows(quiz, extra, passed=False, at=at).score:
        return ""
    return f"{grade_of(quiz, scores)}点（{quiz.get_grade_rule_display()}）"


class Earlier(NamedTuple):
    """An attempt in the list of all, with what may be told of it now."""

    sitting: Sitting
    words: str


def earlier(quiz: Quiz, extra: Extra, sat: Iterable[Sitting], at: datetime) -> list[Earlier]:
    return [Earlier(one, _outcome(quiz, extra, one, at)) for one in sat]


def _outcome(quiz: Quiz, extra: Extra, one: Sitting, at: datetime) -> str:
    if one.submitted_at is None:
        return "解答中"
    verdict = "提出済み" if quiz.practice else "合格" if one.passed else "不合格"
    told = shows(quiz, extra, passed=bool(one.passed), at=at)
    return f"{one.score}点　{verdict}" if told.score else verdict
