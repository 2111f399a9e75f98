"""What belongs to the signed-in person. Somebody else's is answered as if it did not exist."""

from dataclasses import dataclass, fields

from django.db.models import BigIntegerField, CharField, Exists, F, OuterRef, QuerySet
from django.http import Http404, HttpRequest

from courses.models import Course, FaqEntry
from courses.outline import Outline, outline
from lms.lib.prepared import Parameter, Prepared, columns, unfolded
from lms.people.models import Employee
from quizzes.models import Attempt, Quiz


@dataclass(frozen=True)
class Guide:
    """What the course's page says of it; read with the course, without reading the page whole."""

    summary: str
    aims: str
    audience: str
    sources: str
    has_faq: bool


def own_employee(request: HttpRequest) -> Employee:
    """The person in the city's service behind the account; an account without one has nothing to learn."""
    employee = request.viewer.employee
    if employee is None:
        raise Http404
    return employee


def own_attempt(request: HttpRequest, pk: int) -> Attempt:
    """With its test and its person."""
    rows = _attempts(pk=pk, user=request.user.pk)
    if not rows:
        raise Http404
    attempt, attempt.quiz, attempt.employee, _ = unfolded(rows[0], Attempt, Quiz, Employee)
    return attempt


def open_course(code: str) -> tuple[Outline, Guide]:
    """A published course, and what its page says of it. Whoever is signed in may learn from it, asked to or not."""
    rows = _courses(code=code)
    if not rows:
        raise Http404
    course, said = unfolded(rows[0], Course)
    found = outline(course)
    if found.page_id is None:
        raise Http404
    return found, Guide(*said)


def _rows_of_attempts() -> QuerySet:
    user = Parameter("user", BigIntegerField())
    own = Attempt.objects.filter(pk=Parameter("pk", BigIntegerField()), employee__user=user)
    return own.values_list(*columns(Attempt), *columns(Quiz, "quiz__"), *columns(Employee, "employee__"))


def _rows_of_courses() -> QuerySet:
    *said, asked = [field.name for field in fields(Guide)]
    known = {name: F(f"page__{name}") for name in said} | {
        asked: Exists(FaqEntry.objects.shown().filter(course=OuterRef("pk")))
    }  # fmt: skip
    named = Course.objects.filter(code=Parameter("code", CharField())).annotate(**known)
    return named.order_by().values_list(*columns(Course), *known)


_attempts = Prepared(_rows_of_attempts)
_courses = Prepared(_rows_of_courses)
