"""How far a person has come in a course, within the fiscal year of a moment."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import BigIntegerField, DateTimeField, IntegerField, QuerySet, Value

from courses.models import Course
from courses.outline import Outline
from lms.lib.fiscal_year import end_of_year, fiscal_year_of, start_of_year
from lms.lib.prepared import Parameter, Prepared, columns, unfolded
from lms.people.models import Employee
from lms.records.models import Completion, LessonRead
from quizzes.models import Attempt


@dataclass(frozen=True)
class Progress:
    """Chapters read, tests passed, and the completion, of one person in one course and fiscal year."""

    lessons_read: frozenset[str] = field(default_factory=frozenset)
    quizzes_passed: frozenset[int] = field(default_factory=frozenset)
    completion: Completion | None = None

    @property
    def started(self) -> bool:
        return bool(self.lessons_read or self.quizzes_passed or self.completion)

    def finishes(self, outline: Outline) -> bool:
        """Whether every chapter is read and every test passed."""
        lessons = {lesson.key for lesson in outline.lessons}
        quizzes = {quiz.quiz_id for quiz in outline.quizzes}
        return bool(lessons or quizzes) and lessons <= self.lessons_read and quizzes <= self.quizzes_passed


@dataclass(frozen=True)
class Steps:
    """What a person did in a fiscal year: chapters read by course id, and tests passed."""

    read: dict[int, frozenset[str]]
    passed: frozenset[int]

    def progress(self, course: Course, completion: Completion | None = None) -> Progress:
        return Progress(self.read.get(course.pk, frozenset()), self.passed, completion)


def steps(employee: Employee, at: datetime) -> Steps:
    """In the fiscal year of `at`. One query."""
    read: dict[int, set[str]] = defaultdict(set)
    passed: set[int] = set()
    for pk, key in _steps(employee=employee.pk, year=fiscal_year_of(at), **_bounds(at)):
        if key:
            read[pk].add(key)
        else:
            passed.add(pk)
    return Steps({pk: frozenset(keys) for pk, keys in read.items()}, frozenset(passed))


def progress(employee: Employee, courses: Iterable[Course], at: datetime) -> dict[int, Progress]:
    """Progress by course id, for the fiscal year of `at`. Two queries whatever the number of courses."""
    done = steps(employee, at)
    rows = [unfolded(row, Completion)[0] for row in _completions(employee=employee.pk, **_bounds(at))]
    first = {row.course_id: row for row in rows}
    return {course.pk: done.progress(course, first.get(course.pk)) for course in courses}


def _bounds(at: datetime) -> dict[str, datetime]:
    year = fiscal_year_of(at)
    return {"start": start_of_year(year), "end": end_of_year(year)}


def _rows_of_steps() -> QuerySet:
    """Pairs of a course and a chapter's key, and of a test and no key."""
    lessons = LessonRead.objects.filter(employee=_EMPLOYEE, fiscal_year=Parameter("year", IntegerField()))
    tests = Attempt.objects.filter(employee=_EMPLOYEE, passed=True, submitted_at__gte=_START, submitted_at__lt=_END)
    return lessons.values_list("course_id", "lesson_key").union(tests.values_list("quiz_id", Value("")))


def _rows_of_completions() -> QuerySet:
    """The last ones first, so that the first one of a course comes last."""
    done = Completion.objects.valid().between(_START, _END).filter(employee=_EMPLOYEE)
    return done.order_by("-completed_at").values_list(*columns(Completion))


_EMPLOYEE = Parameter("employee", BigIntegerField())
_START, _END = Parameter("start", DateTimeField()), Parameter("end", DateTimeField())
_steps = Prepared(_rows_of_steps)
_completions = Prepared(_rows_of_completions)
