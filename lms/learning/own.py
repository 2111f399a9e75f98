"""What belongs to the signed-in person. Somebody else's is answered as if it did not exist."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from courses.models import Course
from courses.outline import Outline, outline
from lms.people.models import Employee
from quizzes.models import Attempt


def own_employee(request: HttpRequest) -> Employee:
    """The person in the city's service behind the account; an account without one has nothing to learn."""
    employee = request.viewer.employee
    if employee is None:
        raise Http404
    return employee


def own_attempt(request: HttpRequest, pk: int) -> Attempt:
    attempts = Attempt.objects.select_related("employee", "quiz")
    return get_object_or_404(attempts, pk=pk, employee__user=request.user.pk)


def open_course(code: str, courses: QuerySet[Course] | type[Course] = Course) -> Outline:
    """A course that is published. Whoever is signed in may learn from it, asked to or not."""
    found = outline(get_object_or_404(courses, code=code))
    if found.page_id is None:
        raise Http404
    return found
