"""What belongs to the signed-in person. Somebody else's is answered as if it did not exist."""

from django.db import DEFAULT_DB_ALIAS
from django.db.models import CharField, F, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from courses.models import Course
from courses.outline import Outline, outline
from lms.lib.prepared import Parameter, Prepared
from lms.people.models import Employee
from quizzes.models import Attempt

_COLUMNS = tuple(field.attname for field in Course._meta.concrete_fields)
# What the course's page says of it; read with the course, without reading the page whole.
_GUIDE = ("summary", "aims", "audience", "sources")


def own_employee(request: HttpRequest) -> Employee:
    """The person in the city's service behind the account; an account without one has nothing to learn."""
    employee = request.viewer.employee
    if employee is None:
        raise Http404
    return employee


def own_attempt(request: HttpRequest, pk: int) -> Attempt:
    attempts = Attempt.objects.select_related("employee", "quiz")
    return get_object_or_404(attempts, pk=pk, employee__user=request.user.pk)


def open_course(code: str) -> tuple[Outline, dict[str, str]]:
    """A published course, and what its page says of it. Whoever is signed in may learn from it, asked to or not."""
    rows = _courses(code=code)
    found = outline(Course.from_db(DEFAULT_DB_ALIAS, _COLUMNS, rows[0][: len(_COLUMNS)])) if rows else None
    if found is None or found.page_id is None:
        raise Http404
    return found, dict(zip(_GUIDE, rows[0][len(_COLUMNS) :], strict=True))


def _rows_of_courses() -> QuerySet:
    guide = {name: F(f"page__{name}") for name in _GUIDE}
    named = Course.objects.filter(code=Parameter("code", CharField())).order_by()
    return named.annotate(**guide).values_list(*_COLUMNS, *_GUIDE)


_courses = Prepared(_rows_of_courses)
