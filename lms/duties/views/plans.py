"""研修計画: the training offices draft, enter the approval, run, report and close. 監査担当 reads."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.duties.announcing import ANNOUNCED_IN, record_circular
from lms.duties.carrying_over import answer_issues, plan_before
from lms.duties.changing import CHANGEABLE
from lms.duties.forms.plans import AnswerForm, ApprovalForm, CircularForm, PlanForm
from lms.duties.models import PlanChange, Requirement, TrainingPlan
from lms.duties.paper import plan_table
from lms.duties.plans import approve_plan, close_plan, copy_plan, draft_plan, report_plan, start_plan
from lms.duties.tasks import start_update
from lms.duties.views.days import reading_day
from lms.duties.views.permits import own_plan, visible_plans
from lms.duties.views.updates import updating
from lms.duties.wording import choice_of, merged_departments, rule_in_words, unknown_departments
from lms.lib import clock
from lms.lib.fiscal_year import fiscal_year
from lms.lib.tables.pdf import to_pdf
from lms.people.city import city
from lms.people.forms.fields import PlainForm
from lms.people.views.acting import Page, acted, done

_act = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@_act
def plans(request: HttpRequest) -> HttpResponse:
    """The plans of one's offices; a new one is drafted here."""
    rows = visible_plans(request)
    form = PlanForm(request.POST or None, initial={"fiscal_year": fiscal_year(request.viewer.on)})
    if request.method == "POST" and request.viewer.offices and form.is_valid():
        for office in request.viewer.offices:
            draft_plan(actor=request.user.username, at=clock.now(), office=office, **form.cleaned_data)
        return redirect("plans")
    return render(request, "duties/plans.html", {"plans": rows, "form": form})


@login_required
@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan with what it asks of whom, in words, and what can be done next."""
    row = get_object_or_404(visible_plans(request), pk=pk)
    on, world = reading_day(request, row)
    lines = [
        (
            asked,
            rule_in_words(asked, world, on),
            choice_of(asked),
            merged_departments(asked.audience, world),
            unknown_departments(asked.audience, world),
        )
        for asked in _lines(row)
    ]
    previous = plan_before(row)
    content = {
        "plan": row, "lines": lines, "mine": request.viewer.owns(row.office), "approval_form": ApprovalForm(),
        "previous": previous, "answer_form": AnswerForm(initial=_answer(row, previous)), "on": on,
        "announced": row.state in ANNOUNCED_IN,
        "changeable": row.state in CHANGEABLE, "changes": _changes(row),
    }  # fmt: skip
    if row.state == TrainingPlan.State.RUNNING:
        content |= updating(clock.now())
    return render(request, "duties/plan.html", content)


@login_required
@require_safe
def plan_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan on paper, as 様式第2号 (研修計画) asks."""
    row = get_object_or_404(visible_plans(request), pk=pk)
    lines = list(_lines(row))
    on, world = reading_day(request, row)
    table = plan_table(row, lines, world, city(), on, clock.now())
    answer = HttpResponse(to_pdf(table), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="plan_{row.fiscal_year}_{row.office}.pdf"'
    return answer


def _lines(row: TrainingPlan) -> QuerySet[Requirement]:
    return row.requirements.select_related("course").prefetch_related("choices__course", "circulars")


def _changes(row: TrainingPlan) -> QuerySet[PlanChange]:
    return PlanChange.objects.filter(requirement__plan=row).select_related("requirement__course")


@login_required
@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """前年度の計画を写す, into this draft."""
    row = own_plan(request, pk)
    source = get_object_or_404(TrainingPlan, office=row.office, fiscal_year=row.fiscal_year - 1)

    def act() -> str:
        copy_plan(source=source, actor=request.user.username, at=clock.now())
        return f"{source.title}の実施研修を写しました。日は1年後に移しました。曜日や休日を確かめてください。"

    return done(request, _address(row), act)


def _answer(row: TrainingPlan, previous: TrainingPlan | None) -> dict[str, str]:
    """What the plan says; as long as it says nothing, the 課題 to begin with."""
    return {"answer": row.answer or (previous.issues if previous else "")}


@login_required
@require_POST
def issues(request: HttpRequest, pk: int) -> HttpResponse:
    """前年度の課題への対応, taken over from the last report or written anew."""
    row = own_plan(request, pk)
    form = AnswerForm(request.POST)

    def act() -> str:
        answer_issues(plan=row, actor=request.user.username, at=clock.now(), **form.cleaned_data)
        return "前年度の課題への対応を、研修計画に記しました。"

    return acted(request, form, _page(row, "前年度の課題への対応", "研修計画に記す"), act)


@login_required
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    row = own_plan(request, pk)
    form = ApprovalForm(request.POST)

    def act() -> str:
        approve_plan(plan=row, approval=form.approval, actor=request.user.username, at=clock.now())
        return "承認を入力しました。"

    return acted(request, form, _page(row, "承認の入力", "承認を入力する"), act)


@login_required
@_act
def circular(request: HttpRequest, pk: int) -> HttpResponse:
    """That the letter to the departments went out, which lets the task of やること go."""
    row = own_plan(request, pk)
    if row.state not in ANNOUNCED_IN:
        raise Http404
    lines = list(row.requirements.select_related("course", "plan").prefetch_related("circulars"))
    waiting = [line.pk for line in lines if not line.circulars.all()]
    form = CircularForm(lines, request.viewer.on, request.POST or None, initial={"trainings": waiting})
    lead = "各所属に通知した後に、通知日と文書番号を入力します。誤ったときは、もう一度入力すると、後のものを使います。"

    def act() -> str:
        made = record_circular(
            requirements=form.lines, letter=form.letter, actor=request.user.username, at=clock.now()
        )  # fmt: skip
        return f"{len(made)}件の研修について、通知したことを記録しました。"

    return acted(request, form, _page(row, "通知の記録", "通知したことを記録する", lead), act)


@login_required
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    row = own_plan(request, pk)

    def act() -> str:
        start_plan(plan=row, actor=request.user.username, at=clock.now())
        start_update(by=request.user.username, at=clock.now())
        return "研修計画を開始しました。受講対象を更新しています。この後は毎晩更新します。"

    return done(request, _address(row), act)


@login_required
@require_POST
def update(request: HttpRequest, pk: int) -> HttpResponse:
    """受講対象の更新 without waiting for the night."""
    row = own_plan(request, pk)
    if row.state != TrainingPlan.State.RUNNING:
        raise Http404
    start_update(by=request.user.username, at=clock.now())
    return redirect(f"{_address(row)}#update")


@login_required
@_act
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """After the year's result has been reported outside the system."""
    lead = "報告済みにすると、この計画の受講対象はこれより後に増えません。修了の記録は続けて数えます。"
    return _step(request, pk, report_plan, "研修計画を報告済みにする", lead)


@login_required
@_act
def close(request: HttpRequest, pk: int) -> HttpResponse:
    lead = "未修了者への対応も終わった研修計画を終了します。記録はそのまま残ります。"
    return _step(request, pk, close_plan, "研修計画を終了する", lead)


def _step(request: HttpRequest, pk: int, step: Callable[..., None], words: str, lead: str) -> HttpResponse:
    """Asked once more before it is done: there is no way back."""
    row = own_plan(request, pk)

    def act() -> str:
        step(plan=row, actor=request.user.username, at=clock.now())
        return f"{row.title}を「{row.get_state_display()}」にしました。"

    return acted(request, PlainForm(request.POST), _page(row, words, words, lead), act)


def _page(row: TrainingPlan, heading: str, button: str, lead: str = "") -> Page:
    return Page(
        heading=heading, button=button, back=_address(row), back_label="研修計画に戻る", shoulder=row.title, lead=lead
    )


def _address(row: TrainingPlan) -> str:
    return reverse("plan", args=[row.pk])
