"""研修履歴 as CSV for the city's HR program."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lms.lib import clock
from lms.lib.fiscal_year import fiscal_year
from lms.lib.tables.unwritable import UnwritableCharactersError
from lms.people.city import city
from lms.reports.exporting import File, Format, record_taken_out
from lms.reports.forms import HistoryForm
from lms.reports.history import HISTORY_COLUMNS, offices_of, years_of_history
from lms.reports.lists.making import AT_ONCE, Wish
from lms.reports.lists.rows import Rows, history_list
from lms.reports.models import ListFile
from lms.reports.views.lists import ordered
from lms.reports.views.sending import file_response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def training_history(request: HttpRequest) -> HttpResponse:
    """For 人事担当, and a training office for its own trainings."""
    if not offices_of(request.viewer):
        raise Http404
    years = years_of_history() or [fiscal_year(request.viewer.on)]
    form = HistoryForm(request.POST if request.method == "POST" else None, years=years)
    if form.is_bound and form.is_valid():
        try:
            return _answered(request, form.cleaned_data)
        except UnwritableCharactersError as error:
            messages.error(request, str(error))
    content = {
        "form": form, "columns": [column.label for column in HISTORY_COLUMNS],
        "confidentiality": city().confidentiality_label,
    }  # fmt: skip
    return render(request, "reports/history.html", content)


def _answered(request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
    """A short file at once; a long one is written in the background."""
    moment, conditions = clock.now(), {"year": str(values["year"])}
    wish = Wish(ListFile.Kind.HISTORY, conditions, values["format"], values["purpose"])
    source = history_list(wish.conditions, request.viewer, moment)
    total = source.count()
    if total > AT_ONCE:
        return ordered(request, wish, source, total)
    file = _file(source, wish.form)
    record_taken_out(
        what=f"{source.title} {wish.form.label}", purpose=wish.purpose, conditions=conditions,
        rows=total, actor=request.user.username, at=moment,
    )  # fmt: skip
    return file_response(file)


def _file(source: Rows, form: Format) -> File:
    buffer = BytesIO()
    source.write(buffer, form, lambda done: None)
    return File(f"{source.title}.{form.extension}", "text/csv", buffer.getvalue())
