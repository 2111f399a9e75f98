"""The auditor's first page: the state of the plans and of the ledger, and the files."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lms.duties.models import TrainingPlan
from lms.ledger.models import LedgerCheck, LedgerEntry
from lms.ledger.work import LEASE
from lms.lib import clock
from lms.lib.fiscal_year import fiscal_year
from lms.office.auditing.checking import ask_check, carry_out_check, is_small, last_check
from lms.office.auditing.tasks import check_ledger
from lms.office.nightly.last_run import last_nights
from lms.people.roles import Role


@login_required
def audit_home(request: HttpRequest) -> HttpResponse:
    """Reads everything, changes nothing."""
    _auditors_only(request)
    plans = TrainingPlan.objects.order_by("-fiscal_year", "office")
    content = {
        "plans": plans,
        "entries": LedgerEntry.objects.count(),
        "unsealed": LedgerEntry.objects.unsealed().count(),
        "last": LedgerEntry.objects.sealed().last(),
        "check": last_check(),
        "nights": last_nights(clock.now()),
        "year": fiscal_year(clock.today()),
    }
    return render(request, "office/audit_home.html", content)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify_ledger(request: HttpRequest) -> HttpResponse:
    """操作記録の検証: what the last one found; posting asks for another."""
    _auditors_only(request)
    at = clock.now()
    under_way = LedgerCheck.objects.filter(ended_at=None, asked_at__gte=at - LEASE).exists()
    if request.method == "POST":
        if not under_way:
            _check(request.user.username, at)
        return redirect("verify_ledger")
    return render(request, "office/ledger_verified.html", {"check": last_check(), "under_way": under_way})


def _check(actor: str, at: datetime) -> None:
    """A short ledger is checked at once."""
    check = ask_check(actor=actor, at=at)
    if is_small():
        carry_out_check(check_id=check.pk, now=clock.now)
    else:
        check_ledger.enqueue(check.pk)


def _auditors_only(request: HttpRequest) -> None:
    if not request.viewer.has(Role.AUDITOR):
        raise Http404
