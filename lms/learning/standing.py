"""How far a person has come in a course in the fiscal year, and what comes next."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Value

from courses.models import Course
from courses.outline import LessonEntry, Outline, QuizEntry
from lms.lib.fiscal_year import end_of_year, fiscal_year_of, start_of_year
from lms.people.models import Employee
from lms.records.models import Completion, LessonRead
from quizzes.models import Attempt


@dataclass(frozen=True)
class Standing:
    """Chapters read and tests passed, held against what the course consists of now."""

    outline: Outline
    read: frozenset[str] = frozenset()
    passed: frozenset[int] = frozenset()
    completion: Completion | None = field(default=None, compare=False)

    @property
    def unread(self) -> list[LessonEntry]:
        return [lesson for lesson in self.outline.lessons if lesson.key not in self.read]

    @property
    def read_count(self) -> int:
        return len(self.outline.lessons) - len(self.unread)

    @property
    def next_lesson(self) -> LessonEntry | None:
        return next(iter(self.unread), None)

    @property
    def next_test(self) -> QuizEntry | None:
        """The test that is not yet passed. It opens when all chapters are read."""
        return next((test for test in self.outline.quizzes if test.quiz_id not in self.passed), None)

    @property
    def minutes_left(self) -> int:
        """Of the chapters not read, and of the tests while one is left; 0 with a completion."""
        if self.completion:
            return 0
        chapters = sum(lesson.minutes for lesson in self.unread)
        return chapters + (self._minutes_of_tests if self.next_test else 0)

    @property
    def _minutes_of_tests(self) -> int:
        """What the course's time leaves when every chapter has its own."""
        return max(self.outline.course.minutes - sum(lesson.minutes for lesson in self.outline.lessons), 0)

    @property
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

    def standing(self, outline: Outline, completion: Completion | None = None) -> Standing:
        return Standing(outline, self.read.get(outline.course.pk, frozenset()), self.passed, completion)


def standing(employee: Employee, outline: Outline, at: datetime) -> Standing:
    """How one course stands. Two queries."""
    year = fiscal_year_of(at)
    completions = Completion.objects.valid().between(start_of_year(year), end_of_year(year))
    own = completions.filter(employee=employee, course=outline.course).order_by("completed_at")
    return steps(employee, [outline.course], at).standing(outline, own.first())


def steps(employee: Employee, courses: Iterable[Course], at: datetime) -> Steps:
    """Chapters of these courses, and all tests, in the fiscal year of `at`. One query."""
    year = fiscal_year_of(at)
    lessons = LessonRead.objects.filter(employee=employee, course__in=courses, fiscal_year=year)
    tests = Attempt.objects.filter(
        employee=employee, passed=True, submitted_at__gte=start_of_year(year), submitted_at__lt=end_of_year(year)
    )
    read: dict[int, set[str]] = defaultdict(set)
    passed: set[int] = set()
    chapters = lessons.values_list("course_id", "lesson_key", Value("lesson"))
    for pk, key, kind in chapters.union(tests.values_list("quiz_id", Value(""), Value("test"))):
        if kind == "test":
            passed.add(pk)
        else:
            read[pk].add(key)
    return Steps({pk: frozenset(keys) for pk, keys in read.items()}, frozenset(passed))
