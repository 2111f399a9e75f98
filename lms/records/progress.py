"""How far a person has come in a course, within the fiscal year of a moment."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import BigIntegerField, DateTimeField, IntegerField, QuerySet, TextField, Value

from courses.models import Course
from courses.outline import Outline
from lms.lib.fiscal_year import end_of_year, fiscal_year_of, start_of_year
from lms.lib.joined import Joined
from lms.lib.prepared import Parameter, Prepared
from lms.people.models import Employee
from lms.records.models import Completion, LessonRead
from quizzes.models import Attempt


@dataclass(frozen=True)
class Progress:
    """Chapters read, tests passed, and the first completion, of one person in one course and fiscal year."""

    lessons_read: frozenset[str] = field(default_factory=frozenset)
    quizzes_passed: frozenset[int] = field(default_factory=frozenset)
    completed_at: datetime | None = None

    @property
    def started(self) -> bool:
        return bool(self.lessons_read or self.quizzes_passed or self.completed_at)

    def finishes(self, outline: Outline) -> bool:
        """Whether every chapter is read and every test passed."""
        lessons = {lesson.key for lesson in outline.lessons}
        quizzes = {quiz.quiz_id for quiz in outline.quizzes}
        return bool(lessons or quizzes) and lessons <= self.lessons_read and quizzes <= self.quizzes_passed


def progress(employee: Employee, course: Course, at: datetime) -> Progress:
    """In the fiscal year of `at`. One query."""
    rows = _progress(employee=employee.pk, course=course.pk, **_year(at))
    return Progress(
        frozenset(key for key, _, _ in rows if key),
        frozenset(quiz for _, quiz, _ in rows if quiz),
        min((completed_at for _, _, completed_at in rows if completed_at), default=None),
    )


@dataclass(frozen=True)
class Steps:
    """What a person did in a fiscal year: chapters read by course id, and tests passed."""

    read: dict[int, frozenset[str]]
    passed: frozenset[int]

    def progress(self, course: Course) -> Progress:
        """Without its completion."""
        return Progress(self.read.get(course.pk, frozenset()), self.passed)


def steps(employee: Employee, at: datetime) -> Steps:
    """In the fiscal year of `at`, of all courses. One query."""
    rows = _steps(employee=employee.pk, **_year(at))
    read = {pk: frozenset(keys.split()) for pk, keys in rows if keys}
    return Steps(read, frozenset(pk for pk, keys in rows if not keys))


def _year(at: datetime) -> dict[str, int | datetime]:
    year = fiscal_year_of(at)
    return {"year": year, "start": start_of_year(year), "end": end_of_year(year)}


def _rows_of_progress() -> QuerySet:
    """Each row has one of three: when the course was completed, a chapter's key, or a test."""
    course = Parameter("course", BigIntegerField())
    done = Completion.objects.valid().between(_START, _END).filter(employee=_EMPLOYEE, course=course)
    nothing, never = Value(0, BigIntegerField()), Value(None, DateTimeField())
    return done.values_list(_NO_KEY, nothing, "completed_at").union(
        _lessons().filter(course=course).values_list("lesson_key", nothing, never),
        _tests().values_list(_NO_KEY, "quiz_id", never),
        all=True,
    )


def _rows_of_steps() -> QuerySet:
    """Pairs of a course and the keys of its chapters, and of a test and no key."""
    read = _lessons().order_by().values("course_id").annotate(keys=Joined("lesson_key", " "))
    return read.values_list("course_id", "keys").union(_tests().values_list("quiz_id", _NO_KEY), all=True)


def _lessons() -> QuerySet[LessonRead]:
    return LessonRead.objects.filter(employee=_EMPLOYEE, fiscal_year=Parameter("year", IntegerField()))


def _tests() -> QuerySet[Attempt]:
    return Attempt.objects.filter(employee=_EMPLOYEE, passed=True, submitted_at__gte=_START, submitted_at__lt=_END)


_EMPLOYEE = Parameter("employee", BigIntegerField())
_START, _END = Parameter("start", DateTimeField()), Parameter("end", DateTimeField())
_NO_KEY = Value("", TextField())
_progress = Prepared(_rows_of_progress)
_steps = Prepared(_rows_of_steps)
