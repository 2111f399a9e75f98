"""Giving 修了証書: choose, confirm with the 決裁, give."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from courses.models import Course
from lms.certificates import candidates
from lms.certificates.forms import DecisionForm, PapersForm
from lms.certificates.issuing import CannotGiveError, give_personal
from lms.certificates.samples import personal_sample
from lms.certificates.signers import NoSignerError
from lms.certificates.views.answers import pdf_answer
from lms.certificates.views.permits import office_viewer
from lms.lib import clock
from lms.people.roles import Office
from lms.people.visibility import Viewer
from lms.records.models import Completion

# So many lines to tick fit one page; the rest comes after these are given, or by 所属.
_AT_ONCE = 1000


@login_required
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """Whose completion of one's own office's courses has no 修了証書 yet."""
    viewer, offices = office_viewer(request)
    courses = list(Course.objects.filter(office__in=offices))
    form = PapersForm(request.GET.dict(), clock.today(), courses, viewer.organisation)
    content: dict[str, Any] = {"form": form, "at_once": _AT_ONCE}
    if form.is_valid() and form.cleaned_data["course"]:
        content |= _figures(viewer, **form.cleaned_data)
    return render(request, "certificates/papers.html", content)


def _figures(viewer: Viewer, fiscal_year: int, course: Course, department: int | None) -> dict[str, Any]:
    rows = candidates.completions([course.office], fiscal_year).filter(course=course)
    if department:
        below = viewer.organisation.below([department])
        rows = rows.filter(employee__in=candidates.seated_in(below, viewer.on))
    waiting = candidates.without_paper(rows, fiscal_year)
    completed, pending = rows.count(), waiting.count()
    return {
        "completed": completed, "given": completed - pending, "pending": pending,
        "rows": waiting.select_related("employee")[:_AT_ONCE],
    }  # fmt: skip


@login_required
@require_POST
def papers_confirm(request: HttpRequest) -> HttpResponse:
    """The ticked ones once more, with the fields of the 決裁. Nothing is given yet."""
    _, offices = office_viewer(request)
    rows = _chosen(request, offices)
    if not rows:
        messages.warning(request, "交付する人を選んでください。")
        return redirect("papers")
    return _confirmation(request, rows, DecisionForm(today=clock.today()))


@login_required
@require_POST
def papers_give(request: HttpRequest) -> HttpResponse:
    """Give, and go to the batch. A second press finds everything given and goes there as well."""
    _, offices = office_viewer(request)
    form = DecisionForm(request.POST, today=clock.today())
    if not form.is_valid():
        return _confirmation(request, _chosen(request, offices), form)
    try:
        batch = give_personal(
            completions=list(candidates.ticked(offices, request.POST.getlist("completion"))), decision=form.decision,
            given_on=form.cleaned_data["given_on"], actor=request.user.username, at=clock.now(),
        )  # fmt: skip
    except (CannotGiveError, NoSignerError) as error:
        form.add_error(None, str(error))
        return _confirmation(request, _chosen(request, offices), form)
    return redirect("paper_batch", batch.pk)


@login_required
@require_safe
def paper_sample(request: HttpRequest, pk: int) -> HttpResponse:
    """見本 of the paper that a completion would get today."""
    _, offices = office_viewer(request)
    waiting = Completion.objects.valid().filter(course__office__in=offices).select_related("course", "employee")
    completion = get_object_or_404(waiting, pk=pk)
    try:
        content = personal_sample(completion, clock.today())
    except NoSignerError as error:
        messages.error(request, str(error))
        return redirect("papers")
    return pdf_answer(content, "sample.pdf")


def _chosen(request: HttpRequest, offices: Sequence[Office]) -> list[Completion]:
    waiting = candidates.ticked(offices, request.POST.getlist("completion")).filter(certificates=None)
    return list(waiting)


def _confirmation(request: HttpRequest, rows: Sequence[Completion], form: DecisionForm) -> HttpResponse:
    return render(request, "certificates/papers_confirm.html", {"rows": rows, "form": form})
