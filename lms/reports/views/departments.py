"""受講状況: the figures by department, as a page and as files."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.duties.views.updates import updating_figures
from lms.ledger.heads import head_line
from lms.lib import clock
from lms.lib.tables.unwritable import UnwritableCharactersError
from lms.people.city import city
from lms.reports.asking import Asked, asked
from lms.reports.exporting import USUAL, Format, TooManyRowsError, file_of, record_export
from lms.reports.figures import department_figures, recorded_later
from lms.reports.forms import FileForm, Known, ReportForm
from lms.reports.history import offices_of
from lms.reports.links import PAGE_ROWS, address, lines, total_line
from lms.reports.tables import Print, circumstances, department_table, notes_of
from lms.reports.views.sending import figures_wanted, file_response


@login_required
@require_safe
def department_report(request: HttpRequest) -> HttpResponse:
    """How each department stands; with `format` in the address, the same rows as a file."""
    found = asked(ReportForm(request.GET.dict(), today=request.viewer.on), request.viewer)
    files = figures_wanted(request, found)
    if files.is_valid():
        try:
            return _file(request, found, files)
        except (TooManyRowsError, UnwritableCharactersError) as error:
            messages.error(request, str(error))
    return render(request, "reports/departments.html", _content(request, found, files), status=found.status)


def _content(request: HttpRequest, found: Asked, files: FileForm) -> dict[str, Any]:
    content: dict[str, Any] = {"form": found.form, "files": files, "formats": USUAL}
    if found.question is None:
        return content
    question, conditions = found.question, found.conditions
    figures = department_figures(question)
    past = question.on < clock.today() and question.known_at is None
    later = recorded_later(question, figures) if past else frozenset()
    page = Paginator(figures.rows, PAGE_ROWS).get_page(request.GET.get("page"))
    return content | {
        **updating_figures(question.fiscal_year, question.known_at, clock.now()),
        "question": question,
        "circumstances": circumstances(question),
        "page": page,
        "lines": lines(question, page.object_list, conditions, later),
        "then_url": address("department_report", conditions, known=Known.THEN) if later else "",
        "total": total_line(figures, conditions),
        "notes": notes_of(question, figures),
        "conditions": conditions,
        "has_history": bool(offices_of(request.viewer)),
        "unfinished_url": address("report_people", conditions, state="unfinished"),
    }


def _file(request: HttpRequest, found: Asked, wanted: FileForm) -> HttpResponse:
    moment, form = clock.now(), Format(wanted.cleaned_data["format"])
    place = found.department.name if found.department else ""
    output = Print(moment, city().confidentiality_label, place, head_line(moment), found.measure)
    table = department_table(found.question, department_figures(found.question), output)
    file = file_of(table, form)
    record_export(
        table=table, form=form, purpose=wanted.cleaned_data["purpose"], conditions=found.conditions,
        actor=request.user.username, at=moment,
    )  # fmt: skip
    return file_response(file)
