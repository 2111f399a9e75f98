"""実施研修: a rule is written, looked at, and taken into the draft or out of it; 再受講を求める."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page as Pages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.duties.audience import Stored
from lms.duties.catching import Row, caught
from lms.duties.changing import CHANGEABLE, Decision, add_choice_line, add_lines
from lms.duties.forms.plans import ApprovalForm
from lms.duties.forms.rules import RuleForm
from lms.duties.models import Duty, Requirement, TrainingPlan
from lms.duties.plans import PlanError, add_choice, add_requirements, ask_retake, remove_requirement
from lms.duties.status import is_fulfilled
from lms.duties.tasks import start_update
from lms.duties.views.days import reading_day
from lms.duties.views.permits import own_plan, own_requirement, visible_plans
from lms.duties.views.updates import updating
from lms.duties.wording import audience_in_words, choice_in_words, choice_of, rule_in_words
from lms.lib import clock
from lms.lib.fiscal_year import start_of_day
from lms.people.forms.fields import PlainForm
from lms.people.organisation import Organisation
from lms.people.views.acting import Page, acted, done

_PAGE = 50
_act = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Shown:
    """Whom a rule catches, as the page shows it."""

    number: int
    departments: list[tuple[str, int]]
    page: Pages
    people: list[Row]


@login_required
@_act
def requirement_add(request: HttpRequest, pk: int) -> HttpResponse:
    """The rule stands in the address, so that looking changes nothing; posting to that address takes it in. What comes
    to an approved plan was approved by itself."""
    plan = own_plan(request, pk)
    if plan.state not in (TrainingPlan.State.DRAFT, *CHANGEABLE):
        raise Http404
    decision = ApprovalForm(request.POST or None) if plan.state in CHANGEABLE else None
    on, world = reading_day(request, plan)
    form = RuleForm(plan, world, on, request.GET if "preset" in request.GET else None)
    decided = decision is None or decision.is_valid()
    if request.method == "POST" and form.is_valid() and decided and _added(request, plan, form, decision):
        return redirect("plan", pk=plan.pk)
    content = {"plan": plan, "form": form, "on": on, "decision": decision}
    if form.knows_audience:
        rule = form.rule
        line = Requirement(plan=plan, **vars(rule))
        content |= {"caught": shown(request, rule.audience, on, world), "words": rule_in_words(line, world, on)}
        if form.asks_choice and form.is_valid():
            content["choice"] = choice_in_words(form.choice.needed, [course.title for course in form.choice.courses])
    return render(request, "duties/requirement_add.html", content)


def _added(request: HttpRequest, plan: TrainingPlan, form: RuleForm, decision: ApprovalForm | None) -> bool:
    asked: dict[str, Any] = {
        "plan": plan, "period": form.period, "rule": form.rule, "actor": request.user.username, "at": clock.now()
    }  # fmt: skip
    try:
        if decision is None:
            number = _into_draft(form, asked)
        else:
            number = _into_approved(form, asked | {"decision": Decision(decision.approval, request.viewer.on)})
    except PlanError as error:
        messages.error(request, str(error))
        return False
    follow_change(request, plan, f"実施研修を{number}件加えました。")
    return True


def _into_draft(form: RuleForm, asked: dict[str, Any]) -> int:
    if form.asks_choice:
        add_choice(choice=form.choice, **asked)
        return 1
    return len(add_requirements(courses=form.courses, **asked))


def _into_approved(form: RuleForm, asked: dict[str, Any]) -> int:
    if form.asks_choice:
        add_choice_line(choice=form.choice, **asked)
        return 1
    return len(add_lines(courses=form.courses, **asked))


def follow_change(request: HttpRequest, plan: TrainingPlan, words: str) -> None:
    """Say what was done; where the plan runs, the duties follow."""
    if plan.state == TrainingPlan.State.RUNNING:
        start_update(by=request.user.username, at=clock.now())
        words = f"{words}受講対象を更新しています。"
    messages.success(request, words)


@login_required
@require_safe
def requirement_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom a line of a plan catches, and why."""
    line = get_object_or_404(
        Requirement.objects.select_related("plan", "course"), pk=pk, plan__in=visible_plans(request)
    )
    on, world = reading_day(request, line.plan)
    content = {
        "line": line, "plan": line.plan, "on": on, "words": rule_in_words(line, world, on),
        "choice": choice_of(line), "caught": shown(request, line.audience, on, world),
    }  # fmt: skip
    if line.plan.state == TrainingPlan.State.RUNNING:
        content |= updating(clock.now())
    return render(request, "duties/requirement_people.html", content)


def shown(request: HttpRequest, audience: Stored, on: date, world: Organisation) -> Shown:
    """Four queries, whatever the size of the city."""
    found = caught(audience, world, on)
    departments = found.by_department()
    pages = Paginator(found.employees, _PAGE)
    pages.count = sum(number for _, number in departments)  # known, so it is not asked for once more
    page = pages.get_page(request.GET.get("page"))
    return Shown(pages.count, departments, page, found.rows(page.object_list))


@login_required
@require_POST
def requirement_remove(request: HttpRequest, pk: int) -> HttpResponse:
    line = own_requirement(request, pk)

    def act() -> str:
        remove_requirement(requirement=line, actor=request.user.username, at=clock.now())
        return f"「{line.course.title}」を研修計画から除きました。"

    return done(request, reverse("plan", args=[line.plan_id]), act)


@login_required
@_act
def requirement_retake(request: HttpRequest, pk: int) -> HttpResponse:
    """再受講を求める, after saying how many people must learn again."""
    line = own_requirement(request, pk)
    if line.plan.state != TrainingPlan.State.RUNNING:
        raise Http404
    page = Page(
        heading="再受講を求める", button="再受講を求める", back=reverse("plan", args=[line.plan_id]),
        back_label="研修計画に戻る", shoulder=line.course.title, lead=_retake_in_words(request, line),
    )  # fmt: skip

    def act() -> str:
        ask_retake(requirement=line, on=request.viewer.on, actor=request.user.username, at=clock.now())
        start_update(by=request.user.username, at=clock.now())
        return f"「{line.course.title}」の再受講を求めました。受講対象を更新しています。"

    return acted(request, PlainForm(request.POST), page, act)


def _retake_in_words(request: HttpRequest, line: Requirement) -> str:
    standing = Duty.objects.filter(requirement=line, closed_at=None, opened_on__lte=request.viewer.on)
    finished = standing.filter(is_fulfilled(start_of_day(request.viewer.on)))  # what is done today counts anew
    audience = audience_in_words(line.audience, request.viewer.organisation, request.viewer.on)
    return (
        f"今の受講対象{standing.count()}件を閉じ、{audience}に、今日から改めて受講を求めます。"
        f"昨日までに修了した{finished.count()}人も、もう一度受講することになります。"
        "これまでの修了の記録は残ります。元に戻すことはできません。"
    )
