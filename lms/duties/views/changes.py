"""研修計画の変更 of one line, after the approval: looked at as in a draft, and entered with its decision."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lms.duties.changing import CHANGEABLE, Decision, change_line
from lms.duties.forms.changes import ChangeForm, as_it_stands
from lms.duties.forms.plans import ApprovalForm
from lms.duties.models import Requirement
from lms.duties.plans import PlanError
from lms.duties.views.days import reading_day
from lms.duties.views.permits import own_requirement
from lms.duties.views.rules import follow_change, shown
from lms.duties.wording import rule_in_words
from lms.lib import clock


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def requirement_change(request: HttpRequest, pk: int) -> HttpResponse:
    """The line as it stands; other days and people stand in the address, and posting to it changes the line."""
    line = own_requirement(request, pk)
    if line.plan.state not in CHANGEABLE:
        raise Http404
    on, world = reading_day(request, line.plan)
    form = ChangeForm(line, world, on, request.GET if "preset" in request.GET else as_it_stands(line, world))
    decision = ApprovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and decision.is_valid() and _changed(request, form, decision):
        return redirect("plan", pk=line.plan_id)
    content = {"plan": line.plan, "line": line, "form": form, "on": on, "decision": decision}
    if form.knows_audience:
        looked_at = Requirement(plan=line.plan, opens_on=form.cleaned_data.get("opens_on"), **vars(form.rule))
        content |= {
            "caught": shown(request, form.rule.audience, on, world), "words": rule_in_words(looked_at, world, on)
        }  # fmt: skip
    return render(request, "duties/requirement_change.html", content)


def _changed(request: HttpRequest, form: ChangeForm, decision: ApprovalForm) -> bool:
    line = form.line
    try:
        change_line(
            requirement=line, period=form.period, audience=form.rule.audience, actor=request.user.username,
            decision=Decision(decision.approval, request.viewer.on), at=clock.now(),
        )  # fmt: skip
    except PlanError as error:
        form.add_error(None, str(error))
        return False
    follow_change(request, line.plan, f"「{line.course.title}」の変更を入力しました。")
    return True
