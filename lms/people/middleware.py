"""Puts the signed-in person, with the day's roles, on the request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from lms.lib import clock
from lms.people.visibility import Viewer, viewer_of_account


class SignedInPerson:
    """Sets `request.viewer`, read only when a page asks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: _viewer(request))
        return self.get_response(request)


def _viewer(request: HttpRequest) -> Viewer:
    on = clock.today()
    return viewer_of_account(request.user.pk, on) if request.user.is_authenticated else Viewer(None, on)
