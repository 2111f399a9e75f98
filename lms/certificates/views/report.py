"""課別研修実施状況報告書, for the department and the office."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from courses.models import Course
from lms.certificates.candidates import counting_day
from lms.certificates.forms import ReportFileForm
from lms.certificates.reporting import record_report
from lms.certificates.reporting import status_report as drawn_report
from lms.certificates.views.answers import pdf_answer
from lms.lib import clock
from lms.lib.fiscal_year import first_day, parse_date
from lms.people.organisation import Node, Organisation, organisation
from lms.people.roles import Role
from lms.people.visibility import Viewer


@dataclass(frozen=True)
class Asked:
    """Which report is taken out: about a course in a department, as it stood on a day."""

    course: Course
    department: Node
    on: date


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def status_report(request: HttpRequest, year: int, course: str, department: str) -> HttpResponse:
    """The report of a department on a course of the year's plan; `?at=` another 基準日 than today."""
    asked = Course.objects.filter(requirements__plan__fiscal_year=year).distinct()
    row = get_object_or_404(asked, code=course)
    on = _counting_day(year, request.GET.get("at"))
    then = organisation(on)
    node = _reporting_department(then, department)
    if not _may_read(request.viewer, row, node, then):
        raise Http404

    def draw() -> bytes:
        return drawn_report(course=row, year=year, department_id=node.id, on=on, at=clock.now())

    return taken_out(request, Asked(row, node, on), draw, f"report_{on.isoformat()}_{node.code}_{row.code}.pdf")


def taken_out(request: HttpRequest, asked: Asked, draw: Callable[[], bytes], name: str) -> HttpResponse:
    """The report as a file once its purpose is said; whoever gets here may read it."""
    form = ReportFileForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "certificates/report_file.html", {"form": form, **vars(asked)})
    content = draw()
    record_report(
        course=asked.course, department=asked.department.code, purpose=form.cleaned_data["purpose"],
        actor=request.user.username, at=clock.now(),
    )  # fmt: skip
    return pdf_answer(content, name)


def _reporting_department(then: Organisation, code: str) -> Node:
    node = then.by_code(code)
    if node is None or then.reporting_unit(node.id) != node.id:
        raise Http404
    return node


def _may_read(viewer: Viewer, course: Course, node: Node, then: Organisation) -> bool:
    """The department's own people in charge, the office of the course, and the auditor."""
    return node.id in viewer.departments_then(then) or viewer.owns(course.office) or viewer.has(Role.AUDITOR)


def _counting_day(year: int, wished: str | None) -> date:
    """A day of the year that is not in the future."""
    latest = counting_day(year, clock.today())
    if not wished:
        return latest
    try:
        on = parse_date(wished)
    except ValueError as error:
        raise Http404 from error
    if not first_day(year) <= on <= latest:
        raise Http404
    return on
