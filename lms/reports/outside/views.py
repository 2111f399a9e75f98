"""照会・調査への回答: the answers of a year on one page, and each as a file."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.lib import clock
from lms.lib.tables import Table
from lms.lib.tables.html import to_html
from lms.people.organisation import organisation
from lms.people.roles import Role
from lms.people.visibility import Viewer
from lms.reports.exporting import Format, file_of, record_export
from lms.reports.figures import Question, asked_courses
from lms.reports.outside.figures import drills, lines
from lms.reports.outside.forms import AnswerFileForm, OutsideForm
from lms.reports.outside.tables import Answer, answer_table, page_parts
from lms.reports.reach import Scope, reach
from lms.reports.views.sending import file_response


@login_required
@require_safe
def outside_figures(request: HttpRequest) -> HttpResponse:
    """Of the courses of one's offices; of all for 監査担当."""
    if not (request.viewer.offices or request.viewer.has(Role.AUDITOR)):
        raise Http404
    form, at = OutsideForm(request.GET.dict(), today=request.viewer.on), clock.now()
    files = AnswerFileForm(request.GET if "format" in request.GET else None)
    if files.is_bound and (not form.is_valid() or {"format", "answer"} & set(files.errors)):
        raise Http404
    if not form.is_valid():
        return render(request, "reports/outside.html", {"form": form})
    question = _question(form, request.viewer)
    if files.is_valid():
        return _file(request, form, files, question)
    tables = _tables(question, form, at)
    tables[Answer.ASSEMBLY], sentences = page_parts(tables[Answer.ASSEMBLY])
    content = {
        "form": form, "files": files, "formats": Format,
        "tables": [(answer, to_html(table) if table.rows else "") for answer, table in tables.items()],
        "sentences": sentences, "conditions": _conditions(form, question),
    }  # fmt: skip
    return render(request, "reports/outside.html", content)


def _question(form: OutsideForm, viewer: Viewer) -> Question:
    values = form.cleaned_data
    offices = reach(viewer, viewer.on).offices
    courses = tuple(course for course in asked_courses(values["year"]) if course.office in offices)
    scope = Scope(organisation(values["on"]), offices, everywhere=True)
    return Question(values["year"], values["on"], courses, scope)


def _tables(question: Question, form: OutsideForm, at: datetime) -> dict[Answer, Table]:
    found, held, edition = lines(question, at), drills(question), form.cleaned_data["edition"]
    return {answer: answer_table(answer, question, found, held, edition, at) for answer in Answer}


def _file(request: HttpRequest, form: OutsideForm, wanted: AnswerFileForm, question: Question) -> HttpResponse:
    at, kind = clock.now(), Format(wanted.cleaned_data["format"])
    table = _tables(question, form, at)[Answer(wanted.cleaned_data["answer"])]
    file = file_of(table, kind)
    record_export(
        table=table, form=kind, purpose=wanted.cleaned_data["purpose"],
        conditions=_conditions(form, question), actor=request.user.username, at=at,
    )  # fmt: skip
    return file_response(file)


def _conditions(form: OutsideForm, question: Question) -> dict[str, str]:
    edition = form.cleaned_data["edition"]
    return {"year": str(question.fiscal_year), "at": question.on.isoformat(), "edition": edition.value}
