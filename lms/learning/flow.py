"""How learning becomes a completion: each act is one transaction and reads like a list."""

from datetime import datetime

from django.db import transaction
from django.db.models import BigIntegerField, QuerySet

from courses.models import Course
from courses.outline import outline
from lms.learning.places import course_of
from lms.learning.progress import progress
from lms.lib.fiscal_year import fiscal_year_of
from lms.lib.prepared import Parameter, Prepared
from lms.people.models import Employee
from lms.records.models import Completion
from lms.records.recording import Earned, record_completion, record_lesson_read
from quizzes.attempts import close_attempt
from quizzes.drawing import Paper
from quizzes.grading import grade
from quizzes.models import Attempt, Quiz
from quizzes.responding import answers
from quizzes.versions import contents


@transaction.atomic
def submit(*, attempt: Attempt, at: datetime) -> None:
    """Grade the attempt and close it; with the last thing a course asked, the completion. Pressed again: nothing."""
    # Answers of the same moment come before this or find the attempt closed.
    _locked(pk=attempt.pk)
    paper = Paper.from_json(attempt.paper)
    result = grade(paper, contents(paper), answers(attempt))
    closed = close_attempt(attempt=attempt, result=result, at=at, since=_anew_since(attempt))
    course = course_of(attempt.quiz_id) if closed and attempt.passed else None
    if course:
        complete_if_finished(
            employee=attempt.employee, course=course, source_id=f"attempt:{attempt.pk}",
            completed_at=attempt.submitted_at, at=at,
        )  # fmt: skip


def _anew_since(attempt: Attempt) -> datetime | None:
    """Only for an average, which alone looks back on earlier attempts: the others are spared the queries."""
    averaged = attempt.quiz.grade_rule == Quiz.GradeRule.AVERAGE
    course = course_of(attempt.quiz_id) if averaged else None
    return progress(attempt.employee, course, attempt.recorded_at).anew_since if course else None


def _row_of_attempt() -> QuerySet:
    return Attempt.objects.select_for_update().filter(pk=Parameter("pk", BigIntegerField())).values_list("pk")


_locked = Prepared(_row_of_attempt)


def submit_expired(*, at: datetime) -> int:
    """Grade what was saved in attempts whose time is up; how many. Each is a transaction of its own."""
    expired = list(Attempt.objects.out_of_time(at).select_related("employee", "quiz"))
    for attempt in expired:
        submit(attempt=attempt, at=at)
    return len(expired)


@transaction.atomic
def finish_lesson(*, employee: Employee, course: Course, key: str, at: datetime) -> Completion | None:
    """A chapter was read to its end; with the last thing a course asked, the completion."""
    known = progress(employee, course, at)
    if key not in known.lessons_read:
        record_lesson_read(employee=employee, course=course, lesson_key=key, turn=known.turn, at=at)
    source_id = f"lesson:{employee.pk}:{course.pk}:{fiscal_year_of(at)}:{known.turn}:{key}"
    return complete_if_finished(employee=employee, course=course, source_id=source_id, completed_at=at, at=at)


@transaction.atomic(savepoint=False)
def complete_if_finished(
    *, employee: Employee, course: Course, source_id: str, completed_at: datetime, at: datetime
) -> Completion | None:
    """The completion of whoever has read every chapter and passed every test, once as far as it counts."""
    known = progress(employee, course, completed_at)
    if known.completed_at or not known.finishes(outline(course)):
        return None
    earned = Earned(employee.pk, course, completed_at, Completion.Source.E_LEARNING, source_id)
    return record_completion(employee=employee, earned=earned, actor=employee.staff_number, at=at)
