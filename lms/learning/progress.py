"""How far a person has come in a course: within the fiscal year of a moment, or since a later one in it from which a
duty asks for the course anew (再受講を求めた日, the first day in a role). What was done before that counts no more.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import NamedTuple

from django.db.models import BigIntegerField, DateTimeField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.expressions import Combinable

from courses.models import Course
from courses.outline import Outline
from lms.learning.anew import asking
from lms.lib.fiscal_year import end_of_year, fiscal_year_of, start_of_year
from lms.lib.prepared import Parameter, Prepared
from lms.people.models import Employee
from lms.records.models import Completion, LessonRead
from quizzes.models import Attempt


@dataclass(frozen=True)
class Progress:
    """Chapters read, tests passed, and the first completion, of one person in one course, as far as they count.

    `anew_since`: the moment from which a duty asks for the course anew; none where the whole fiscal year counts.
    `completed_before`: the last completion of the year before that. `turn`: the how-manieth time in the year it is.
    """

    lessons_read: frozenset[str] = field(default_factory=frozenset)
    quizzes_passed: frozenset[int] = field(default_factory=frozenset)
    completed_at: datetime | None = None
    anew_since: datetime | None = None
    completed_before: datetime | None = None
    turn: int = 1

    @property
    def started(self) -> bool:
        return bool(self.lessons_read or self.quizzes_passed or self.completed_at)

    def finishes(self, outline: Outline) -> bool:
        """Whether every chapter is read and every test passed."""
        lessons = {lesson.key for lesson in outline.lessons}
        quizzes = {quiz.quiz_id for quiz in outline.quizzes}
        return bool(lessons or quizzes) and lessons <= self.lessons_read and quizzes <= self.quizzes_passed


class _What(IntEnum):
    ASKED_ANEW, COMPLETED, READ, PASSED = range(4)


class _Row(NamedTuple):
    """A duty that asks anew, a completion, a chapter read (its key, and in which turn) or a test passed (its id)."""

    what: int
    key: str
    number: int
    at: datetime


def progress(employee: Employee, course: Course, at: datetime) -> Progress:
    """As it stands at a moment. One query."""
    rows = [_Row(*row) for row in _progress(employee=employee.pk, course=course.pk, at=at, **_year(at))]
    anew = max(_moments(rows, _What.ASKED_ANEW), default=None)
    before = [row for row in rows if anew and row.at < anew]
    now = [row for row in rows if not anew or row.at >= anew]
    return Progress(
        frozenset(row.key for row in now if row.what == _What.READ),
        frozenset(row.number for row in now if row.what == _What.PASSED),
        min(_moments(now, _What.COMPLETED), default=None),
        anew,
        max(_moments(before, _What.COMPLETED), default=None),
        max((row.number for row in before if row.what == _What.READ), default=0) + 1,
    )


def _moments(rows: Iterable[_Row], what: _What) -> list[datetime]:
    return [row.at for row in rows if row.what == what]


@dataclass(frozen=True)
class Steps:
    """What a person did in a fiscal year: chapters by course id, and tests with the last time each was passed.

    `anew`: by course id, the moment from which a duty asks for the course anew; the others count the whole year.
    """

    read: Mapping[int, Set[str]]
    passed: Mapping[int, datetime]
    anew: Mapping[int, datetime]

    def progress(self, course: Course) -> Progress:
        """Chapters and tests only."""
        since = self.anew.get(course.pk)
        passed = frozenset(test for test, at in self.passed.items() if since is None or at >= since)
        return Progress(frozenset(self.read.get(course.pk, ())), passed, anew_since=since)


def steps(employee: Employee, at: datetime, anew: Mapping[int, datetime]) -> Steps:
    """In the fiscal year of `at`, of all courses. One query, which asks when each chapter was read only where a course
    is asked anew: for most people the times would be the greater part of the work."""
    read: dict[int, set[str]] = defaultdict(set)
    passed: dict[int, datetime] = {}
    asked = _timed_steps if anew else _steps
    for pk, key, done_at in asked(employee=employee.pk, **_year(at)):
        if not key:
            passed[pk] = max(done_at, passed.get(pk, done_at))
        elif pk not in anew or done_at >= anew[pk]:
            read[pk].add(key)
    return Steps(read, passed, anew)


def _year(at: datetime) -> dict[str, int | datetime]:
    year = fiscal_year_of(at)
    return {"year": year, "start": start_of_year(year), "end": end_of_year(year)}


def _rows_of_progress() -> QuerySet:
    course, no_number = Parameter("course", BigIntegerField()), Value(0, BigIntegerField())
    asked = asking(course).filter(
        employee=_EMPLOYEE, counts_from__gt=_START, counts_from__lte=Parameter("at", DateTimeField())
    )
    done = Completion.objects.valid().between(_START, _END).filter(employee=_EMPLOYEE, course=course)
    return done.values_list(_what(_What.COMPLETED), _NO_KEY, no_number, "completed_at").union(
        asked.values_list(_what(_What.ASKED_ANEW), _NO_KEY, no_number, "counts_from"),
        _lessons().filter(course=course).values_list(_what(_What.READ), "lesson_key", "turn", "recorded_at"),
        _tests().values_list(_what(_What.PASSED), _NO_KEY, "quiz_id", "submitted_at"),
        all=True,
    )


def _what(what: _What) -> Value:
    return Value(what, IntegerField())


def _rows_of_steps(read_at: Combinable) -> QuerySet:
    """A course, the key of a chapter and when it was read; or a test, no key and when it was passed."""
    read = _lessons().values_list("course_id", "lesson_key", read_at)
    return read.union(_tests().values_list("quiz_id", _NO_KEY, "submitted_at"), all=True)


def _lessons() -> QuerySet[LessonRead]:
    return LessonRead.objects.filter(employee=_EMPLOYEE, fiscal_year=Parameter("year", IntegerField())).order_by()


def _tests() -> QuerySet[Attempt]:
    return Attempt.objects.filter(employee=_EMPLOYEE, passed=True, submitted_at__gte=_START, submitted_at__lt=_END)


_EMPLOYEE = Parameter("employee", BigIntegerField())
_START, _END = Parameter("start", DateTimeField()), Parameter("end", DateTimeField())
_NO_KEY = Value("", TextField())
_progress = Prepared(_rows_of_progress)
_steps = Prepared(lambda: _rows_of_steps(Value(None, DateTimeField())))
_timed_steps = Prepared(lambda: _rows_of_steps(F("recorded_at")))
