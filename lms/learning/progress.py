"""How far a person has come in a course: within the fiscal year of a moment, or since a later one in it from which a
duty asks for the course anew (再受講を求めた日, the first day in a role). What was done before that counts no more.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import NamedTuple, TypeVar

from django.db.models import BigIntegerField, DateTimeField, IntegerField, QuerySet, TextField, Value

from courses.models import Course
from courses.outline import Outline
from lms.learning.anew import asking
from lms.lib.fiscal_year import end_of_year, fiscal_year_of, start_of_year
from lms.lib.prepared import Parameter, Prepared
from lms.people.models import Employee
from lms.records.models import Completion, LessonRead
from quizzes.models import Attempt

_T = TypeVar("_T")


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
    """What a person did in a fiscal year: chapters by course id and tests, each with the last time it was done."""

    read: Mapping[int, Mapping[str, datetime]]
    passed: Mapping[int, datetime]

    def progress(self, course: Course, anew_since: datetime | None) -> Progress:
        """Chapters and tests only."""
        read = self.read.get(course.pk, {})
        return Progress(_since(anew_since, read), _since(anew_since, self.passed), anew_since=anew_since)


def _since(moment: datetime | None, done: Mapping[_T, datetime]) -> frozenset[_T]:
    return frozenset(one for one, at in done.items() if moment is None or at >= moment)


def steps(employee: Employee, at: datetime) -> Steps:
    """In the fiscal year of `at`, of all courses. One query."""
    read: dict[int, dict[str, datetime]] = defaultdict(dict)
    passed: dict[int, datetime] = {}
    for pk, key, done_at in _steps(employee=employee.pk, **_year(at)):
        if key:
            read[pk][key] = max(done_at, read[pk].get(key, done_at))
        else:
            passed[pk] = max(done_at, passed.get(pk, done_at))
    return Steps(read, passed)


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


def _rows_of_steps() -> QuerySet:
    """A course, the key of a chapter and when it was read; or a test, no key and when it was passed."""
    read = _lessons().values_list("course_id", "lesson_key", "recorded_at")
    return read.union(_tests().values_list("quiz_id", _NO_KEY, "submitted_at"), all=True)


def _lessons() -> QuerySet[LessonRead]:
    return LessonRead.objects.filter(employee=_EMPLOYEE, fiscal_year=Parameter("year", IntegerField())).order_by()


def _tests() -> QuerySet[Attempt]:
    return Attempt.objects.filter(employee=_EMPLOYEE, passed=True, submitted_at__gte=_START, submitted_at__lt=_END)


_EMPLOYEE = Parameter("employee", BigIntegerField())
_START, _END = Parameter("start", DateTimeField()), Parameter("end", DateTimeField())
_NO_KEY = Value("", TextField())
_progress = Prepared(_rows_of_progress)
_steps = Prepared(_rows_of_steps)
