"""A session that is used goes on; one that lies idle ends."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lms.lib import clock

_RENEWED = "renewed"
_STEP = 300  # seconds: writing the session at every request would be a write for every page read


class SessionCare:
    """Renews a session in use every five minutes. Runs after sign-in is known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.session.get("_auth_user_id"):
            self._renew(request)
        return self.get_response(request)

    def _renew(self, request: HttpRequest) -> None:
        moment = int(clock.now().timestamp())
        renewed = request.session.get(_RENEWED, 0)
        if renewed and moment - renewed > settings.SESSION_COOKIE_AGE:
            request.session.flush()
        elif moment - renewed > _STEP:
            request.session[_RENEWED] = moment
