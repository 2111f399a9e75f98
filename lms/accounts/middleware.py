"""What every request passes: its terminal is known, a session that is used goes on, one that lies idle ends."""

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lms.lib import clock
from lms.lib.remembered import address
from lms.lib.terminal import answering

_RENEWED = "renewed"
_STEP = 60  # seconds: writing the session at every request would be a write for every page read


class Terminal:
    """操作記録 says from which address an act came (TRUSTED_PROXIES: how many proxies may be believed)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with answering(_address_of(request)):
            return self.get_response(request)


def _address_of(request: HttpRequest) -> str:
    """Empty for a request through a socket of the same machine, which has none."""
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:
        return ""


class SessionCare:
    """Renews a session in use every minute, and puts on the request how long it will last: `idle_seconds`.

    Asking how long it will last is no use of it. Runs after sign-in is known.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.session.get("_auth_user_id"):
            self._renew(request)
        return self.get_response(request)

    def _renew(self, request: HttpRequest) -> None:
        moment = int(clock.now().timestamp())
        renewed = request.session.get(_RENEWED, 0)
        asking = request.method == "GET" and request.path == address("account_session")
        if renewed and moment - renewed >= settings.SESSION_COOKIE_AGE:
            request.session.flush()
            return
        if moment - renewed > _STEP and not asking:
            request.session[_RENEWED] = renewed = moment
        request.idle_seconds = renewed + settings.SESSION_COOKIE_AGE - moment


def prolong(request: HttpRequest) -> None:
    """Let the session run its whole time from now on, because its person says so."""
    moment = int(clock.now().timestamp())
    request.session[_RENEWED] = moment
    request.idle_seconds = settings.SESSION_COOKIE_AGE


class SharedTerminal:
    """Several people use one terminal: nothing of one person's pages may be found with the "back" key of the next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class TemporaryPassword:
    """仮パスワード opens one page only: the one where it is changed. (Signing out goes too.)"""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.password_is_temporary and request.path not in _open_to_all():
            return redirect("account_change_password")
        return self.get_response(request)


def _open_to_all() -> tuple[str, ...]:
    return tuple(map(address, ("account_change_password", "account_logout", "account_session")))
