"""How far a person has come in a course in the fiscal year, and what comes next."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import BigIntegerField, DateTimeField, IntegerField, QuerySet, Value

from courses.outline import LessonEntry, Outline, QuizEntry
from lms.lib.fiscal_year import end_of_year, fiscal_year_of, start_of_year
from lms.lib.prepared import Parameter, Prepared
from lms.people.models import Employee
from lms.records.models import Completion, LessonRead
from quizzes.models import Attempt


@dataclass(frozen=True)
class Standing:
    """Chapters read and tests passed, held against what the course consists of now."""

    outline: Outline
    read: frozenset[str] = frozenset()
    passed: frozenset[int] = frozenset()
    completed_at: datetime | None = None

    @cached_property
    def unread(self) -> list[LessonEntry]:
        return [lesson for lesson in self.outline.lessons if lesson.key not in self.read]

    @cached_property
    def read_count(self) -> int:
        return len(self.outline.lessons) - len(self.unread)

    @cached_property
    def next_lesson(self) -> LessonEntry | None:
        return next(iter(self.unread), None)

    @cached_property
    def next_test(self) -> QuizEntry | None:
        """The test that is not yet passed. It opens when all chapters are read."""
        return next((test for test in self.outline.quizzes if test.quiz_id not in self.passed), None)

    @cached_property
    def minutes_left(self) -> int:
        """Of the chapters not read, and of the tests while one is left; 0 with a completion."""
        if self.completed_at:
            return 0
        chapters = sum(lesson.minutes for lesson in self.unread)
        return chapters + (self._minutes_of_tests if self.next_test else 0)

    @property
    def _minutes_of_tests(self) -> int:
        """What the course's time leaves when every chapter has its own."""
        return max(self.outline.course.minutes - sum(lesson.minutes for lesson in self.outline.lessons), 0)

    @cached_property
    def left(self) -> str:
        """What is left in words: 「第4章と理解度テスト」."""
        tests = ["理解度テスト"] if self.next_test else []
        return "と".join([*_chapters(self.unread), *tests])


def _chapters(lessons: list[LessonEntry]) -> list[str]:
    if not lessons:
        return []
    first, last = lessons[0].number, lessons[-1].number
    if last - first + 1 != len(lessons) or first == last:
        return ["・".join(f"第{lesson.number}章" for lesson in lessons)]
    return [f"第{first}章から第{last}章まで"]


@dataclass(frozen=True)
class Steps:
    """What a person has done in a fiscal year: chapters read by course id, and tests passed."""

    read: dict[int, frozenset[str]]
    passed: frozenset[int]

    def standing(self, outline: Outline, completed_at: datetime | None = None) -> Standing:
        return Standing(outline, self.read.get(outline.course.pk, frozenset()), self.passed, completed_at)


def standing(employee: Employee, outline: Outline, at: datetime) -> Standing:
    """How one course stands. Two queries."""
    year = fiscal_year_of(at)
    given = {"employee": employee.pk, "course": outline.course.pk, "start": start_of_year(year)}
    done = _completions(**given, end=end_of_year(year))
    return steps(employee, at).standing(outline, done[0][0] if done else None)


def steps(employee: Employee, at: datetime) -> Steps:
    """All chapters read and tests passed in the fiscal year of `at`. One query."""
    year = fiscal_year_of(at)
    read: dict[int, set[str]] = defaultdict(set)
    passed: set[int] = set()
    given = {"employee": employee.pk, "year": year, "start": start_of_year(year), "end": end_of_year(year)}
    for pk, key in _steps(**given):
        if key:
            read[pk].add(key)
        else:
            passed.add(pk)
    return Steps({pk: frozenset(keys) for pk, keys in read.items()}, frozenset(passed))


def _rows_of_steps() -> QuerySet:
    """Pairs of a course and a chapter's key; of a test and no key."""
    lessons = LessonRead.objects.filter(employee=_EMPLOYEE, fiscal_year=Parameter("year", IntegerField()))
    tests = Attempt.objects.filter(employee=_EMPLOYEE, passed=True, submitted_at__gte=_START, submitted_at__lt=_END)
    return lessons.values_list("course_id", "lesson_key").union(tests.values_list("quiz_id", Value("")))


def _moments_of_completion() -> QuerySet:
    done = Completion.objects.valid().between(_START, _END).filter(employee=_EMPLOYEE)
    return (
        done.filter(course=Parameter("course", BigIntegerField())).order_by("completed_at").values_list("completed_at")
    )


_EMPLOYEE = Parameter("employee", BigIntegerField())
_START, _END = Parameter("start", DateTimeField()), Parameter("end", DateTimeField())
_steps = Prepared(_rows_of_steps)
_completions = Prepared(_moments_of_completion)
