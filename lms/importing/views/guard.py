"""Who may open the pages of this room."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from lms.people.roles import Role

View = Callable[..., HttpResponse]


def for_hr(view: View) -> View:
    """人事担当 only; for everybody else the page does not exist."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.viewer.has(Role.HR):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
