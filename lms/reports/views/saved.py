"""Keeping the conditions of 受講の概況 under a name, and dropping them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from lms.reports.asking import Asked, asked
from lms.reports.forms import OverviewForm, SavedViewForm
from lms.reports.models import SavedView
from lms.reports.saved_views import TooManyViewsError, keep_view


@login_required
@require_POST
def overview_keep(request: HttpRequest) -> HttpResponse:
    """What the address asks, under the name that was entered."""
    found = asked(OverviewForm(request.GET.dict(), today=request.viewer.on), request.viewer)
    form = SavedViewForm(request.POST)
    for error in [*found.form.errors.values(), *form.errors.values()]:
        messages.error(request, error[0])
    if found.question is not None and form.is_valid():
        _keep(request, found, form.cleaned_data["name"])
    return redirect(f"{reverse('overview')}?{request.GET.urlencode()}")


def _keep(request: HttpRequest, found: Asked, name: str) -> None:
    conditions = {field: found.form.data.get(field, "") for field in found.form.fields}
    try:
        keep_view(employee=request.viewer.employee, name=name, conditions=conditions, on=request.viewer.on)
    except TooManyViewsError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"表示の条件を「{name}」として保存しました。")


@login_required
@require_POST
def overview_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own; somebody else's is not there."""
    row = get_object_or_404(SavedView, pk=pk, employee=request.viewer.employee)
    row.delete()
    messages.success(request, f"保存した条件「{row.name}」を削除しました。")
    return redirect("overview")
