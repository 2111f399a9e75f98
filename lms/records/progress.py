"""How far a person has come in a course, within the fiscal year of a moment."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from courses.outline import Outline

from courses.models import Course
from lms.lib.fiscal_year import end_of_year, fiscal_year_of, start_of_year
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


def progress(employee: Employee, courses: Iterable[Course], at: datetime) -> dict[int, Progress]:
    """Progress by course id, for the fiscal year of `at`. Three queries whatever the number of courses."""
    ids = [course.pk for course in courses]
    year = fiscal_year_of(at)
    start, end = start_of_year(year), end_of_year(year)
    read: dict[int, set[str]] = defaultdict(set)
    lessons = LessonRead.objects.filter(employee=employee, course__in=ids, fiscal_year=year)
    for course_id, key in lessons.values_list("course_id", "lesson_key"):
        read[course_id].add(key)
    done = Completion.objects.valid().between(start, end).filter(employee=employee, course__in=ids)
    completions = {row.course_id: row for row in done.order_by("-completed_at")}
    passed = frozenset(
        Attempt.objects.filter(employee=employee, passed=True, submitted_at__gte=start, submitted_at__lt=end)
        .values_list("quiz_id", flat=True)
        .distinct()
    )
    return {pk: Progress(frozenset(read[pk]), passed, completions.get(pk)) for pk in ids}
