"""Puts the signed-in person, with the day's roles, on the request."""

from collections.abc import Callable

from django.db.models import BigIntegerField, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from lms.lib import clock
from lms.lib.prepared import Parameter, Prepared, columns, unfolded
from lms.people.models import Employee
from lms.people.visibility import Viewer, viewer


class SignedInPerson:
    """Sets `request.viewer`, read only when a page asks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: _viewer(request))
        return self.get_response(request)


def _viewer(request: HttpRequest) -> Viewer:
    on = clock.today()
    if not request.user.is_authenticated:
        return viewer(None, on)
    return viewer(_employee(request.user.pk), on)


def _employee(user_id: int) -> Employee | None:
    rows = _employees(user=user_id)
    return unfolded(rows[0], Employee)[0] if rows else None


def _employee_of_user() -> QuerySet:
    return Employee.objects.filter(user=Parameter("user", BigIntegerField())).order_by().values_list(*columns(Employee))


_employees = Prepared(_employee_of_user)
