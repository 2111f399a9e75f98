"""研修計画: the training offices draft, enter the approval, and start. The auditor reads."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from lms.duties.forms import ApprovalForm, PlanForm, RequirementForm
from lms.duties.models import TrainingPlan
from lms.duties.plans import PlanError, add_requirement, approve_plan, draft_plan, start_plan
from lms.lib import clock
from lms.lib.fiscal_year import fiscal_year
from lms.people.roles import Role


@login_required
def plans(request: HttpRequest) -> HttpResponse:
    """The plans of one's offices; a new one is drafted here."""
    rows = _visible(request)
    form = PlanForm(request.POST or None, initial={"fiscal_year": fiscal_year(clock.today())})
    if request.method == "POST" and request.viewer.offices and form.is_valid():
        for office in request.viewer.offices:
            draft_plan(actor=request.user.username, at=clock.now(), office=office, **form.cleaned_data)
        return redirect("plans")
    return render(request, "duties/plans.html", {"plans": rows, "form": form})


@login_required
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan with what it asks, and what can be done next."""
    row = get_object_or_404(_visible(request), pk=pk)
    content = {
        "plan": row,
        "requirements": row.requirements.select_related("course"),
        "mine": request.viewer.owns(row.office),
        "requirement_form": RequirementForm(row),
        "approval_form": ApprovalForm(),
    }
    return render(request, "duties/plan.html", content)


@login_required
@require_POST
def requirement(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    form = RequirementForm(row, request.POST)
    if not form.is_valid():
        return render(request, "duties/plan_form.html", {"plan": row, "form": form, "heading": "実施研修の追加"})
    course, moment = form.cleaned_data["course"], clock.now()
    return _done(request, row, "実施研修を追加しました。", lambda: add_requirement(
        plan=row, course=course, period=form.period, actor=request.user.username, at=moment
    ))  # fmt: skip


@login_required
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    form = ApprovalForm(request.POST)
    if not form.is_valid():
        return render(request, "duties/plan_form.html", {"plan": row, "form": form, "heading": "承認の入力"})
    moment = clock.now()
    return _done(request, row, "承認を入力しました。", lambda: approve_plan(
        plan=row, approval=form.approval, actor=request.user.username, at=moment
    ))  # fmt: skip


@login_required
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    moment, on = clock.now(), clock.today()
    return _done(request, row, "研修計画を開始しました。受講対象者は毎晩更新します。", lambda: start_plan(
        plan=row, on=on, actor=request.user.username, at=moment
    ))  # fmt: skip


def _visible(request: HttpRequest) -> QuerySet[TrainingPlan]:
    rows = TrainingPlan.objects.order_by("-fiscal_year", "office")
    if request.viewer.has(Role.AUDITOR):
        return rows
    if not request.viewer.offices:
        raise Http404
    return rows.filter(office__in=request.viewer.offices)


def _own(request: HttpRequest, pk: int) -> TrainingPlan:
    return get_object_or_404(TrainingPlan, pk=pk, office__in=request.viewer.offices)


def _done(request: HttpRequest, row: TrainingPlan, words: str, act: Callable[[], object]) -> HttpResponse:
    """Do it and say so, or say why the plan's state does not allow it."""
    try:
        act()
    except PlanError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    return redirect("plan", pk=row.pk)
