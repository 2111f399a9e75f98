"""報告の経路 of a plan."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lms.duties.forms.routes import RouteForm
from lms.duties.routes import route_of, set_route
from lms.duties.views.permits import own_plan
from lms.lib import clock


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def route(request: HttpRequest, pk: int) -> HttpResponse:
    """The office sets the steps of its plan."""
    plan = own_plan(request, pk)
    form = RouteForm(route_of(plan), request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_route(plan=plan, steps=form.steps, actor=request.user.username, at=clock.now())
        messages.success(request, "報告の経路を保存しました。")
        return redirect("plan", plan.pk)
    return render(request, "duties/route.html", {"plan": plan, "form": form})
