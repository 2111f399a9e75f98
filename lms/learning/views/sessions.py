"""集合研修の申込み: a person sees the sessions of the courses to be taken, signs up and takes it back."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from lms.learning.own import own_employee
from lms.learning.sessions import offered, offers
from lms.lib import clock
from lms.records.signing_up import SignUpError, sign_up, take_back_sign_up


@login_required
@require_safe
def own_sessions(request: HttpRequest) -> HttpResponse:
    found = offers(own_employee(request), request.viewer.on)
    content = {
        "signed_up": [offer for offer in found if offer.signed_up],
        "others": [offer for offer in found if not offer.signed_up],
    }
    return render(request, "learning/sessions.html", content)


@login_required
@require_POST
def session_sign_up(request: HttpRequest, pk: int) -> HttpResponse:
    employee = own_employee(request)
    session = get_object_or_404(offered(employee, request.viewer.on), pk=pk)
    moment = clock.now()
    return _done(request, f"「{session.title}」に申し込みました。", lambda: sign_up(
        session=session, employee=employee, at=moment
    ))  # fmt: skip


@login_required
@require_POST
def session_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    employee = own_employee(request)
    session = get_object_or_404(offered(employee, request.viewer.on), pk=pk)
    moment = clock.now()
    return _done(request, f"「{session.title}」の申込みを取り消しました。", lambda: take_back_sign_up(
        session=session, employee=employee, actor=employee.staff_number, at=moment
    ))  # fmt: skip


def _done(request: HttpRequest, words: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except SignUpError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    return redirect("own_sessions")
