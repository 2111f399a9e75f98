"""受講の概況: one page to see how the year stands."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.lib import clock
from lms.lib.tables import Rate
from lms.lib.tables.unwritable import UnwritableCharactersError
from lms.people.roles import Role
from lms.reports.asking import Asked, asked
from lms.reports.exporting import USUAL, Format, TooManyRowsError
from lms.reports.forms import FileForm, OverviewForm, SavedViewForm
from lms.reports.links import PAGE_ROWS, address, part_line
from lms.reports.lists.making import Wish
from lms.reports.lists.papers import overview_is_long, overview_paper
from lms.reports.models import ListFile
from lms.reports.overview import overview_for
from lms.reports.overview_tables import reading_notes
from lms.reports.saved_views import views_of
from lms.reports.tables import circumstances
from lms.reports.views.lists import at_once, files_of, ordered
from lms.reports.views.sending import figures_wanted


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Everybody who sees reports, each as far as their sight goes; with `format` in the address, the same as a file."""
    found = asked(OverviewForm(request.GET.dict(), today=request.viewer.on), request.viewer)
    files = figures_wanted(request, found)
    if files.is_valid():
        try:
            return _file(request, found, files)
        except (TooManyRowsError, UnwritableCharactersError) as error:
            messages.error(request, str(error))
    return render(request, "reports/overview.html", _content(request, found, files), status=found.status)


def _content(request: HttpRequest, found: Asked, files: FileForm) -> dict[str, Any]:
    saved = {"saved": views_of(request.viewer.employee), "naming": SavedViewForm()}
    if found.question is None:
        return {"form": found.form, **saved}
    by, conditions = found.form.cleaned_data["by"], found.conditions
    stands = overview_for(request.viewer, found.question, by, at=clock.now())
    total = part_line(stands.total, conditions)
    page = Paginator(stands.parts, PAGE_ROWS).get_page(request.GET.get("page"))
    return {
        **saved,
        "form": found.form,
        "question": found.question,
        "circumstances": circumstances(found.question),
        "by": by,
        "page": page,
        "lines": [part_line(part, conditions) for part in page.object_list],
        "total": total,
        "percent": f"{total.rate.percent}%",
        "before": stands.before and Rate(stands.before.completed, stands.before.required),
        "year_end": stands.year_end,
        "trend": stands.trend,
        "heat": stands.heat,
        "scores": stands.scores,
        "notes": reading_notes(by),
        "files": files,
        "formats": USUAL,
        "made": files_of(request, ListFile.Kind.OVERVIEW),
        "conditions": _conditions(found),
        "departments_url": address("department_report", conditions),
        "sees_surveys": bool(request.viewer.offices) or request.viewer.has(Role.AUDITOR),
    }


def _file(request: HttpRequest, found: Asked, files: FileForm) -> HttpResponse:
    """A small one at once; a large one is written in the background. Raises TooManyRowsError."""
    values, moment = files.cleaned_data, clock.now()
    wish = Wish(ListFile.Kind.OVERVIEW, _conditions(found), Format(values["format"]), values["purpose"])
    paper = overview_paper(found, request.viewer, moment)
    if overview_is_long(found, wish.form):
        return ordered(request, wish, paper, 1)
    return at_once(request, wish, paper, moment)


def _conditions(found: Asked) -> dict[str, str]:
    return {**found.conditions, "by": found.form.cleaned_data["by"].value}
