"""受講の概況: one page to see how the year stands."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.ledger.heads import head_line
from lms.lib import clock
from lms.lib.tables import Rate
from lms.lib.tables.unwritable import UnwritableCharactersError
from lms.people.city import city
from lms.people.roles import Role
from lms.people.visibility import Viewer
from lms.reports.asking import Asked, asked
from lms.reports.exporting import USUAL, Format, TooManyRowsError, record_export
from lms.reports.figures import Question
from lms.reports.forms import FileForm, OverviewForm, SavedViewForm
from lms.reports.links import PAGE_ROWS, address, part_line
from lms.reports.overview import Overview
from lms.reports.overview import overview as overview_of
from lms.reports.overview_files import overview_file
from lms.reports.overview_tables import charts_of, parts_table, reading_notes
from lms.reports.saved_views import views_of
from lms.reports.tables import Print, circumstances
from lms.reports.views.sending import figures_wanted, file_response


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
    stands = _seen(request.viewer, found, clock.now())
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
        "conditions": _conditions(found),
        "departments_url": address("department_report", conditions),
        "sees_surveys": bool(request.viewer.offices) or request.viewer.has(Role.AUDITOR),
    }


def _file(request: HttpRequest, found: Asked, wanted: FileForm) -> HttpResponse:
    moment, form = clock.now(), Format(wanted.cleaned_data["format"])
    output = Print(moment, city().confidentiality_label, found.question.scope.words, head_line(moment), found.measure)
    stands = _seen(request.viewer, found, moment)
    table = parts_table(found.question, stands, found.form.cleaned_data["by"], output)
    file = overview_file(table, charts_of(stands), form)
    record_export(
        table=table, form=form, purpose=wanted.cleaned_data["purpose"], conditions=_conditions(found),
        actor=request.user.username, at=moment,
    )  # fmt: skip
    return file_response(file)


def _conditions(found: Asked) -> dict[str, str]:
    return {**found.conditions, "by": found.form.cleaned_data["by"].value}


def _seen(viewer: Viewer, found: Asked, at: datetime) -> Overview:
    """How it stands, without what this person may not see."""
    stands = overview_of(found.question, found.form.cleaned_data["by"], at=at)
    return stands if _sees_scores(viewer, found.question) else replace(stands, scores=())


def _sees_scores(viewer: Viewer, question: Question) -> bool:
    """Scores are for the office whose training it is and for 監査担当; a head sees who has passed."""
    return viewer.has(Role.AUDITOR) or all(viewer.owns(course.office) for course in question.courses)
