"""The people behind a figure, by name; as a file only with a purpose."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lms.duties.views.updates import updating_figures
from lms.ledger.heads import head_line
from lms.lib import clock
from lms.lib.tables.unwritable import UnwritableCharactersError
from lms.people.city import city
from lms.reports.asking import Asked, asked
from lms.reports.exporting import (
    USUAL,
    File,
    Format,
    TooManyRowsError,
    file_of,
    record_export,
    refuse_too_long,
)
from lms.reports.forms import SLIPS, NamedFileForm, PeopleForm
from lms.reports.groups import Group
from lms.reports.links import address
from lms.reports.lists.making import AT_ONCE, Wish
from lms.reports.lists.rows import people_asked, people_list
from lms.reports.models import ListFile, Reminder
from lms.reports.people import people, with_reminders
from lms.reports.reminding import record_reminders
from lms.reports.requests import refuse_many_slips, slips, slips_pdf
from lms.reports.tables import Print, circumstances, people_table
from lms.reports.views.lists import files_of, ordered
from lms.reports.views.sending import file_response

_PAGE = 100


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_people(request: HttpRequest) -> HttpResponse:
    """One row for each person and 研修, 100 a page; posting takes all of them out as a file."""
    found = asked(PeopleForm(request.GET.dict(), today=request.viewer.on), request.viewer)
    files = NamedFileForm(request.POST if request.method == "POST" else None)
    if found.question is not None and files.is_valid():
        try:
            return _file(request, found, files)
        except (TooManyRowsError, UnwritableCharactersError) as error:
            messages.error(request, str(error))
    return render(request, "reports/people.html", _content(request, found, files), status=found.status)


def _file(request: HttpRequest, found: Asked, files: NamedFileForm) -> HttpResponse:
    """A short list at once; a long one is written in the background. Raises TooManyRowsError."""
    if files.cleaned_data["format"] == SLIPS:
        return _slips(request, found, files)
    moment, total = clock.now(), people_asked(found).count()
    wish = Wish(
        ListFile.Kind.PEOPLE, _conditions(found), Format(files.cleaned_data["format"]), files.cleaned_data["purpose"]
    )
    refuse_too_long(wish.form, total)
    if total > AT_ONCE:
        return ordered(request, wish, people_list(wish.conditions, request.viewer, moment), total)
    return _at_once(request, found, wish, moment)


def _at_once(request: HttpRequest, found: Asked, wish: Wish, moment: datetime) -> HttpResponse:
    rows = people(found.question, found.city, people_asked(found))
    place = found.department.name if found.department else ""
    output = Print(moment, city().confidentiality_label, place, head_line(moment), found.measure)
    table = people_table(found.question, found.form.cleaned_data["state"], rows, output)
    file = file_of(table, wish.form)
    record_export(
        table=table, form=wish.form, purpose=wish.purpose, conditions=dict(wish.conditions),
        actor=request.user.username, at=moment,
    )  # fmt: skip
    return file_response(file)


def _slips(request: HttpRequest, found: Asked, files: NamedFileForm) -> HttpResponse:
    """受講のお願い of those on the list who have not finished."""
    duties, on = people_asked(found).filter(Group.UNFINISHED.condition(found.question.on, None)), found.question.on
    refuse_many_slips(duties.count())
    waiting, paper = people(found.question, found.city, duties), Reminder.Paper.REQUEST
    content = slips_pdf(slips(waiting, on, request.viewer.on), files.cleaned_data["contact"])
    record_reminders(
        duties=[one.duty for one in waiting], paper=paper, by=request.viewer.employee, conditions=_conditions(found),
        purpose=files.cleaned_data["purpose"], actor=request.user.username, at=clock.now(),
    )  # fmt: skip
    return file_response(File(f"{paper.label}.pdf", "application/pdf", content))


def _content(request: HttpRequest, found: Asked, files: NamedFileForm) -> dict[str, Any]:
    content = {"filters": found.form, "files": files, "form": files if files.is_bound else found.form}
    if found.question is None:
        return content
    page = Paginator(people_asked(found), _PAGE).get_page(request.GET.get("page"))
    return content | {
        **updating_figures(found.question.fiscal_year, found.question.known_at, clock.now()),
        "page": page,
        "people": with_reminders(people(found.question, found.city, page.object_list), found.question.on),
        # Who sat there on an earlier day may be out of this person's sight today.
        "linked": request.viewer.sees_everybody or found.question.on == request.viewer.on,
        "circumstances": circumstances(found.question),
        "confidentiality": city().confidentiality_label,
        "formats": USUAL,
        "made": files_of(request, ListFile.Kind.PEOPLE),
        "slips": SLIPS,
        "report_url": address("department_report", found.conditions),
    }


def _conditions(found: Asked) -> dict[str, str]:
    values = found.form.cleaned_data
    return found.conditions | {"state": values["state"].value, "row": "on" if values.get("row") else ""}
