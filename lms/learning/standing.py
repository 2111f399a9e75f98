"""How far a person has come in a course, and what comes next."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import cached_property

from courses.outline import LessonEntry, Outline, QuizEntry
from lms.learning.progress import Progress, progress
from lms.people.models import Employee


@dataclass(frozen=True)
class Standing:
    """Chapters read and tests passed, held against what the course consists of now."""

    outline: Outline
    progress: Progress

    @property
    def read(self) -> frozenset[str]:
        return self.progress.lessons_read

    @property
    def passed(self) -> frozenset[int]:
        return self.progress.quizzes_passed

    @property
    def completed_at(self) -> datetime | None:
        return self.progress.completed_at

    @property
    def anew_since(self) -> datetime | None:
        return self.progress.anew_since

    @property
    def completed_before(self) -> datetime | None:
        return self.progress.completed_before

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


def standing(employee: Employee, outline: Outline, at: datetime) -> Standing:
    """How one course stands. One query."""
    return Standing(outline, progress(employee, outline.course, at))
