"""What a head prints on 所属の状況; both papers name people, so each leaves its trace."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from lms.ledger.heads import head_line
from lms.lib import clock
from lms.lib.tables.unwritable import UnwritableCharactersError
from lms.people.city import city
from lms.reports.exporting import File, Format, TooManyRowsError, file_of, record_taken_out
from lms.reports.figures import Question
from lms.reports.forms import OwnList, OwnListForm
from lms.reports.links import address
from lms.reports.models import Reminder
from lms.reports.own_lists import circulation, circulation_pdf, reminders, unfinished
from lms.reports.reminding import record_reminders
from lms.reports.tables import Print
from lms.reports.views.own import own_place, own_question
from lms.reports.views.sending import file_response


@login_required
@require_POST
def own_list(request: HttpRequest) -> HttpResponse:
    """督促一覧 or 回覧用紙 of one's own departments and below, or of the one in the address."""
    question, chosen = own_question(request)
    code, form = request.GET.get("department", ""), OwnListForm(question.courses, request.POST)
    if not form.is_valid():
        return _back(request, code, next(iter(form.errors.values()))[0])
    values, moment = form.cleaned_data, clock.now()
    asked = _narrowed(question, values["course"])
    output = Print(moment, city().confidentiality_label, own_place(request.viewer, chosen), head_line(moment))
    trace = {
        "purpose": values["purpose"], "actor": request.user.username, "at": moment,
        "conditions": {"department": code, "course": values["course"], "at": question.on.isoformat()},
    }  # fmt: skip
    try:
        return file_response(_PAPERS[values["kind"]](request, asked, output, trace))
    except (TooManyRowsError, UnwritableCharactersError) as error:
        return _back(request, code, str(error))


def _back(request: HttpRequest, code: str, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect(address("department_table", {"department": code}))


def _narrowed(question: Question, code: str) -> Question:
    return replace(question, courses=tuple(one for one in question.courses if code in ("", one.code)))


def _reminders(request: HttpRequest, question: Question, output: Print, trace: dict[str, Any]) -> File:
    found = unfinished(question, request.viewer.organisation)
    file = file_of(reminders(question, found, output), Format.PDF)
    duties = [one.duty for one in found]
    record_reminders(duties=duties, paper=Reminder.Paper.LIST, by=request.viewer.employee, **trace)
    return file


def _circulation(request: HttpRequest, question: Question, output: Print, trace: dict[str, Any]) -> File:
    found, name = circulation(question, request.viewer.organisation, output), OwnList.CIRCULATION.label
    file = File(f"{name}.pdf", "application/pdf", circulation_pdf(found))
    record_taken_out(what=name, rows=len(found.members), **trace)
    return file


_PAPERS = {OwnList.REMINDERS: _reminders, OwnList.CIRCULATION: _circulation}
