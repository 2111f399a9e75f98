"""When a test may be taken, until when, what passes, and what is shown afterwards. Pure: times come in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from lms.lib.fiscal_year import fiscal_year_of
from quizzes.quiz import Quiz


class Sat(Protocol):
    """What these rules need to know of an attempt."""

    @property
    def recorded_at(self) -> datetime: ...
    @property
    def submitted_at(self) -> datetime | None: ...
    @property
    def score(self) -> int | None: ...


@dataclass(frozen=True)
class Extra:
    """What somebody is allowed beyond the settings of a test."""

    minutes: int = 0
    attempts: int = 0
    closes_at: datetime | None = None


NOTHING_EXTRA = Extra()


@dataclass(frozen=True)
class Shows:
    """What the result tells."""

    score: bool
    answers: bool
    explanations: bool


def end_of(quiz: Quiz, extra: Extra) -> datetime | None:
    """The last moment of the test for one person; None: it has no end."""
    if quiz.closes_at is None or extra.closes_at is None:
        return quiz.closes_at
    return max(quiz.closes_at, extra.closes_at)


def deadline(quiz: Quiz, extra: Extra, started_at: datetime) -> datetime | None:
    """The last moment in which an attempt takes answers; None: there is none."""
    limit = started_at + timedelta(minutes=quiz.time_limit + extra.minutes) if quiz.time_limit else None
    return min((moment for moment in (limit, end_of(quiz, extra)) if moment), default=None)


def of_this_year(sittings: Iterable[Sat], at: datetime, since: datetime | None = None) -> list[Sat]:
    """Attempts count within their fiscal year: who took the test last year begins anew; and so does who has to take it
    anew `since` a moment in the year."""
    year = fiscal_year_of(at)
    return [
        one
        for one in sittings
        if fiscal_year_of(one.recorded_at) == year and (since is None or one.recorded_at >= since)
    ]


def refusal(quiz: Quiz, extra: Extra, sittings: Sequence[Sat], at: datetime, since: datetime | None = None) -> str:
    """Why somebody may not begin another attempt now, in words; empty: begin. An open attempt is gone on with."""
    end = end_of(quiz, extra)
    if quiz.opens_at and at < quiz.opens_at:
        return "受験できる期間の前です。期間が始まってから、もう一度開いてください。"
    if end and at > end:
        return "受験できる期間が終わりました。事情がある場合は、研修担当に相談してください。"
    done = [one for one in of_this_year(sittings, at, since) if one.submitted_at]
    if quiz.attempts_allowed and len(done) >= quiz.attempts_allowed + extra.attempts:
        return "受験できる回数を終えました。事情がある場合は、研修担当に相談してください。"
    free_at = max((one.submitted_at + timedelta(hours=quiz.wait_hours) for one in done), default=at)
    return _wait(free_at - at) if free_at > at else ""


def _wait(left: timedelta) -> str:
    hours = -(-left // timedelta(hours=1))
    return f"次の受験まで、あと{hours}時間ほどお待ちください。"


def grade_of(quiz: Quiz, scores: Sequence[int]) -> int | None:
    """The score that stands for several attempts, the oldest first; rounded down."""
    if not scores:
        return None
    if quiz.grade_rule == Quiz.GradeRule.BEST:
        return max(scores)
    return scores[-1] if quiz.grade_rule == Quiz.GradeRule.LAST else sum(scores) // len(scores)


def passes(quiz: Quiz, earlier: Sequence[int], score: int, pass_percent: int) -> bool:
    """Whether an attempt of `score` points passes the test. A practice is passed by doing it."""
    if quiz.practice:
        return True
    if quiz.grade_rule == Quiz.GradeRule.AVERAGE:
        return sum([*earlier, score]) >= pass_percent * (len(earlier) + 1)
    return score >= pass_percent


def shows(quiz: Quiz, extra: Extra, *, passed: bool, at: datetime) -> Shows:
    """What the result of a submitted attempt tells at a moment."""
    end = end_of(quiz, extra)
    now = {Quiz.Shown.AT_ONCE}
    now |= {Quiz.Shown.AFTER_PASSING} if passed else set()
    now |= {Quiz.Shown.AFTER_CLOSING} if end and at > end else set()
    settings = (quiz.shows_score, quiz.shows_answers, quiz.shows_explanations)
    return Shows(*(quiz.practice or setting in now for setting in settings))


def open_positions(count: int, left: Iterable[int]) -> range:
    """The positions that may still be answered when those at `left` were left for good: all after the last of them."""
    return range(max(left, default=0) + 1, count + 1)
