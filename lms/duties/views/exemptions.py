"""受講免除: 所属長 and deputy ask; the office of the course decides, gives and takes back; both see what came of it."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lms.duties.exempting import ask_exemption, exempt, grant_exemption, refuse_exemption, withdraw_exemption
from lms.duties.exemption_lists import asked_for, placed, standing
from lms.duties.forms.exemptions import AskForm, DecisionForm, GivingForm, WithdrawalForm
from lms.duties.models import Duty, Exemption, ExemptionRequest, Requirement, TrainingPlan
from lms.duties.status import IN_COUNT, State, duties_on
from lms.duties.views.permits import own_people, seen_exemptions
from lms.lib import clock
from lms.people.models import Employee
from lms.people.views.acting import Page, acted

_PAGE = 50
_act = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def exemptions(request: HttpRequest) -> HttpResponse:
    """What was asked for, what waits first; and what became of it."""
    rows = asked_for(seen_exemptions(request.viewer))
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    content = {
        "page": page, "offices": request.viewer.offices,
        "rows": placed(page.object_list, request.viewer.organisation, request.viewer.on),
    }  # fmt: skip
    return render(request, "duties/exemptions.html", content)


@login_required
@require_safe
def exemptions_given(request: HttpRequest) -> HttpResponse:
    """The exemptions that hold today."""
    rows = standing(seen_exemptions(request.viewer), request.viewer.on)
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    content = {
        "page": page, "offices": request.viewer.offices, "on": request.viewer.on,
        "rows": placed(page.object_list, request.viewer.organisation, request.viewer.on),
    }  # fmt: skip
    return render(request, "duties/exemptions_given.html", content)


@login_required
@_act
def exemption_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """For one unfinished duty of somebody in one's own departments. `pk` is the duty's."""
    duty = _unfinished_duty(request, pk)
    waiting = ExemptionRequest.objects.filter(
        employee=duty.employee, requirement=duty.requirement, decided_at=None
    ).first()
    if waiting:
        return render(request, "duties/exemption_waiting.html", {"duty": duty, "waiting": waiting})
    form = AskForm(request.POST or None)
    page = _page(
        "受講免除の申出", "申し出る", duty.employee, duty.requirement,
        "研修担当が決定します。決定するまでは、受講対象のままです。",
    )  # fmt: skip

    def act() -> str:
        ask_exemption(
            employee=duty.employee, requirement=duty.requirement, reason=form.cleaned_data["reason"],
            asked_by=request.viewer.employee, on=request.viewer.on, at=clock.now(),
        )  # fmt: skip
        return "受講免除を申し出ました。決定の結果は、このページに表示します。"

    return acted(request, form, page, act)


def _unfinished_duty(request: HttpRequest, pk: int) -> Duty:
    known = get_object_or_404(Duty.objects.filter(employee__in=own_people(request.viewer)), pk=pk)
    unfinished = duties_on(known.fiscal_year, request.viewer.on).filter(state__in=IN_COUNT - {State.COMPLETED})
    rows = unfinished.select_related("employee", "requirement__course", "requirement__plan")
    return get_object_or_404(rows, pk=pk)


@login_required
@_act
def exemption_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """承認 or 不承認, once."""
    asked = get_object_or_404(
        ExemptionRequest.objects.select_related("employee", "requirement__course", "requirement__plan"),
        pk=pk, decided_at=None, requirement__course__office__in=request.viewer.offices,
    )  # fmt: skip
    form = DecisionForm(request.POST or None)
    page = _page(
        "受講免除の申出の決定", "決定する", asked.employee, asked.requirement, f"申出の理由：{asked.reason}"
    )  # fmt: skip

    def act() -> str:
        if not form.grants:
            note = form.cleaned_data["note"]
            refuse_exemption(request=asked, note=note, decided_by=request.viewer.employee, at=clock.now())
            return "申出を承認しないことにしました。"
        grant_exemption(
            request=asked, grounds=form.grounds(asked), decided_by=request.viewer.employee, on=request.viewer.on,
            at=clock.now(),
        )  # fmt: skip
        return "受講を免除しました。今日から対象者数に数えません。"

    return acted(request, form, page, act)


@login_required
@_act
def exemption_give(request: HttpRequest) -> HttpResponse:
    """Without a request."""
    form = GivingForm(_running(request), request.viewer.on, request.POST or None)
    page = Page(
        heading="受講免除の決定", button="受講を免除する", back=reverse("exemptions_given"),
        back_label="受講免除の一覧に戻る", lead="所属からの申出によらずに、受講を免除します。",
    )  # fmt: skip

    def act() -> str:
        values = form.cleaned_data
        exempt(
            employee=values["employee"], requirement=values["requirement"], grounds=form.grounds,
            actor=request.user.username, on=request.viewer.on, at=clock.now(),
        )  # fmt: skip
        return f"職員番号{values['employee'].staff_number}の受講を免除しました。"

    return acted(request, form, page, act)


def _running(request: HttpRequest) -> QuerySet[Requirement]:
    """The lines of one's own plans that run."""
    if not request.viewer.offices:
        raise Http404
    rows = Requirement.objects.filter(plan__office__in=request.viewer.offices, plan__state=TrainingPlan.State.RUNNING)
    return rows.select_related("course", "plan").order_by("-plan__fiscal_year", "course__code")


@login_required
@_act
def exemption_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(
        Exemption.objects.known().select_related("employee", "requirement__course", "requirement__plan"),
        pk=pk, requirement__course__office__in=request.viewer.offices,
    )  # fmt: skip
    form = WithdrawalForm(request.POST or None)
    lead = f"免除の理由：{row.reason}　承認者：{row.approved_by}。取り消すと、再び受講対象者として数えます。"
    page = _page("受講免除の取消し", "免除を取り消す", row.employee, row.requirement, lead, "exemptions_given")

    def act() -> str:
        reason = form.cleaned_data["reason"]
        withdraw_exemption(exemption=row, reason=reason, actor=request.user.username, at=clock.now())
        return "受講免除を取り消しました。"

    return acted(request, form, page, act)


def _page(
    heading: str, button: str, employee: Employee, asked: Requirement, lead: str, back: str = "exemptions"
) -> Page:
    return Page(
        heading=heading, button=button, back=reverse(back), back_label="受講免除の一覧に戻る", lead=lead,
        shoulder=f"{employee.staff_number}　{employee.shown_name}　{asked.course.title}",
    )  # fmt: skip
