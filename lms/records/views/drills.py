"""標的型訓練: who opened it, for 情報セキュリティ研修担当 alone; counts for those who answer for people."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.ledger.appending import append
from lms.lib import clock
from lms.people.city import city
from lms.people.roles import Office, Role
from lms.people.visibility import Viewer
from lms.records.drill import DrillResult, PhishingDrill
from lms.records.drill_counts import FEWEST_SHOWN, counts, total
from lms.records.drill_forms import DrillForm, ResultsForm
from lms.records.drilling import found_drill, withdraw_drill
from lms.records.finding import seated

_PER_PAGE = 100
_ANSWERS_FOR_PEOPLE = (Role.HEAD, Role.DEPUTY)
_SEES_ALL_COUNTS = (Role.SECURITY_OFFICE, Role.HR, Role.AUDITOR)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def drills(request: HttpRequest) -> HttpResponse:
    """All drills; the security office adds one here."""
    mine = request.viewer.owns(Office.SECURITY)
    if not request.viewer.has(*_ANSWERS_FOR_PEOPLE, *_SEES_ALL_COUNTS) or (request.method == "POST" and not mine):
        raise Http404
    form = DrillForm(request.POST or None)
    if form.is_valid():
        drill = found_drill(**form.cleaned_data, actor=request.user.username, at=clock.now())
        messages.success(request, "訓練を登録しました。結果のファイルを取り込んでください。")
        return redirect("drill", drill.pk)
    rows = PhishingDrill.objects.standing().order_by("-sent_on", "-pk")
    return render(request, "records/drills.html", {"drills": rows, "form": form, "mine": mine})


@login_required
@require_safe
def drill(request: HttpRequest, pk: int) -> HttpResponse:
    """What each person did. Nobody but the security office sees this, and every look leaves its trace."""
    if not request.viewer.owns(Office.SECURITY):
        raise Http404
    row = get_object_or_404(PhishingDrill.objects.standing(), pk=pk)
    form = ResultsForm(request.GET or None)
    results = DrillResult.objects.filter(drill=row, voided_at=None).select_related("employee")
    results = results.filter(form.condition).order_by("employee__kana_key", "employee__staff_number")
    page = Paginator(results, _PER_PAGE).get_page(request.GET.get("page"))
    seat = {found.employee.pk: found.seat for found in seated([result.employee for result in page], row.sent_on)}
    _leave_trace(request, row)
    content = {
        "drill": row, "form": form, "page": page, "confidentiality": city().confidentiality_label,
        "rows": [(result, seat[result.employee_id]) for result in page],
    }  # fmt: skip
    return render(request, "records/drill.html", content)


@login_required
@require_POST
def drill_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.viewer.owns(Office.SECURITY):
        raise Http404
    row = get_object_or_404(PhishingDrill.objects.standing(), pk=pk)
    withdraw_drill(drill=row, actor=request.user.username, at=clock.now())
    messages.success(request, f"「{row.title}」の登録を取り消しました。")
    return redirect("drills")


@transaction.atomic
def _leave_trace(request: HttpRequest, row: PhishingDrill) -> None:
    append(actor=request.user.username, action="標的型訓練の結果の閲覧", subject=f"訓練 {row.pk}", at=clock.now())


@login_required
@require_safe
def drill_departments(request: HttpRequest, pk: int) -> HttpResponse:
    """Counts by 報告単位: of all, or of the departments this person heads. Never a name."""
    viewer = request.viewer
    if not viewer.has(*_ANSWERS_FOR_PEOPLE, *_SEES_ALL_COUNTS):
        raise Http404
    row = get_object_or_404(PhishingDrill.objects.standing(), pk=pk)
    content = {"drill": row, "fewest": FEWEST_SHOWN, "mine": viewer.owns(Office.SECURITY)}
    return render(request, "records/drill_departments.html", content | _figures(viewer, row))


def _figures(viewer: Viewer, row: PhishingDrill) -> dict[str, Any]:
    found = counts(row)
    if viewer.has(*_SEES_ALL_COUNTS):
        return {"rows": list(found.values()), "total": total(found.values())}
    own = viewer.departments(_ANSWERS_FOR_PEOPLE)
    return {"rows": [figures for unit, figures in found.items() if unit in own], "total": None}
