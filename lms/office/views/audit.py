"""The auditor's first page: the state of the plans and of the ledger, and the files."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lms.duties.models import TrainingPlan
from lms.ledger.models import LedgerEntry
from lms.ledger.verifying import faults
from lms.lib import clock
from lms.lib.fiscal_year import fiscal_year
from lms.people.roles import Role

_PAGE = 50
_SHOWN_FAULTS = 20


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
        "year": fiscal_year(clock.today()),
    }
    return render(request, "office/audit_home.html", content)


@login_required
def ledger(request: HttpRequest) -> HttpResponse:
    """操作記録, newest first."""
    _auditors_only(request)
    entries = LedgerEntry.objects.order_by("-pk").defer("payload", "salt")
    page = Paginator(entries, _PAGE).get_page(request.GET.get("page"))
    return render(request, "office/ledger.html", {"page": page})


@login_required
def verify_ledger(request: HttpRequest) -> HttpResponse:
    """操作記録の検証: the whole chain, now."""
    _auditors_only(request)
    found = [fault for fault, _ in zip(faults(), range(_SHOWN_FAULTS), strict=False)]
    content = {"faults": found, "checked": LedgerEntry.objects.sealed().count(), "at": clock.now()}
    return render(request, "office/ledger_verified.html", content)


def _auditors_only(request: HttpRequest) -> None:
    if not request.viewer.has(Role.AUDITOR):
        raise Http404
