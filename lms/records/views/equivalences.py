"""読替え: which training counts as which of the office's own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from lms.lib import clock
from lms.records.equating import EquivalenceError, count_as, end_equivalence
from lms.records.equivalence import Equivalence
from lms.records.forms import EndForm, EquivalenceForm, own_courses
from lms.records.permits import acting_offices, reading_offices


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def equivalences(request: HttpRequest) -> HttpResponse:
    """The rules as they stand; the office makes another here."""
    offices = reading_offices(request)
    if request.method == "POST":
        offices = acting_offices(request)
    form = EquivalenceForm(request.POST or None, own=own_courses(request.viewer.offices))
    if form.is_valid() and _made(request, form):
        return redirect("equivalences")
    content = {"rules": _standing(offices), "form": form, "own_offices": request.viewer.offices}
    return render(request, "records/equivalences.html", content)


def _made(request: HttpRequest, form: EquivalenceForm) -> bool:
    try:
        counted = count_as(**form.cleaned_data, actor=request.user.username, at=clock.now())
    except EquivalenceError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, f"読替えを登録しました。今年度の修了{len(counted)}件を読み替えました。")
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def equivalence_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say until when a rule holds."""
    rule = get_object_or_404(_standing(acting_offices(request)), pk=pk)
    form = EndForm(request.POST or None)
    if form.is_valid() and _ended(request, rule, form):
        return redirect("equivalences")
    return render(request, "records/equivalence_end.html", {"rule": rule, "form": form})


def _ended(request: HttpRequest, rule: Equivalence, form: EndForm) -> bool:
    ends_on = form.cleaned_data["ends_on"]
    try:
        counted = end_equivalence(rule=rule, ends_on=ends_on, actor=request.user.username, at=clock.now())
    except EquivalenceError as error:
        form.add_error("ends_on", str(error))
        return False
    more = f"新しく期間に入った今年度の修了{len(counted)}件を読み替えました。" if counted else ""
    messages.success(request, f"読替えの終了日を登録しました。{more}")
    return True


def _standing(offices: tuple[str, ...]) -> QuerySet[Equivalence]:
    rules = Equivalence.objects.known().filter(counts_as__office__in=offices)
    return rules.select_related("course", "counts_as").order_by("counts_as__code", "course__code", "starts_on")
