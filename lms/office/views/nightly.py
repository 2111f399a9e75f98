"""夜間処理: when it was last carried out, how each step went, and by which clock all is done."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.lib import clock
from lms.office.nightly.last_run import last_nights
from lms.people.roles import Role

_SHOWN = 14


@login_required
@require_safe
def nights(request: HttpRequest) -> HttpResponse:
    """The last two weeks, the newest with its steps."""
    if not request.viewer.has(Role.ADMINISTRATOR, Role.AUDITOR):
        raise Http404
    now = clock.now()
    return render(request, "office/nights.html", {"nights": last_nights(now, _SHOWN), "now": now})
