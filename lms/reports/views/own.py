"""所属の状況: the first page of 所属長, deputy and clerk. One table, people x 研修."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from courses.models import Course
from lms.certificates.models import Certificate
from lms.certificates.subjects import subjects
from lms.duties.counting import Counts
from lms.duties.views.updates import updating
from lms.lib import clock
from lms.lib.fiscal_year import fiscal_year, fiscal_year_name
from lms.lib.tables import Rate
from lms.people.city import city as city_settings
from lms.people.organisation import Node
from lms.people.roles import SEES_DEPARTMENT, Office
from lms.people.visibility import Viewer
from lms.reports.chain.access import reported_in
from lms.reports.figures import Question, asked_courses
from lms.reports.forms import DepartmentForm, OwnList, OwnListForm
from lms.reports.links import address
from lms.reports.models import DepartmentReport
from lms.reports.people import place
from lms.reports.reach import Scope, only
from lms.reports.roster import course_totals, members, roster
from lms.reports.tables import circumstances

_PAGE = 100


@dataclass(frozen=True)
class Report:
    """課別研修実施状況報告書: where it is confirmed; the version that was, or else a draft."""

    url: str
    version: int
    draft_url: str


@dataclass(frozen=True)
class CourseTotal:
    """n/N of one 研修, and where to go from there."""

    course: Course
    counts: Counts
    unfinished_url: str
    sheet_url: str
    report: Report | None

    @property
    def percent(self) -> str:
        return f"{Rate(self.counts.completed, self.counts.required).percent}%"


@dataclass(frozen=True)
class Paper:
    """A paper that was given, by its number and training."""

    pk: int
    name: str
    given_on: date


@login_required
@require_safe
def department_table(request: HttpRequest) -> HttpResponse:
    """Today, this fiscal year, one's own departments and below."""
    question, chosen = own_question(request)
    form = DepartmentForm(request.GET or None, departments=_own(request.viewer).departments)
    return render(request, "reports/own.html", {"form": form, **_content(request, question, chosen)})


def own_question(request: HttpRequest) -> tuple[Question, Node | None]:
    """What is asked of this year's courses, and the department named in the address; somebody else's is not there."""
    viewer, code = request.viewer, request.GET.get("department")
    own = _own(viewer)
    chosen = own.departments.by_code(code) if code else None
    if code and chosen is None:
        raise Http404
    scope = only(viewer.organisation, viewer.organisation.below([chosen.id])) if chosen else own
    year = fiscal_year(viewer.on)
    return Question(year, viewer.on, asked_courses(year), scope), chosen


def _own(viewer: Viewer) -> Scope:
    own = only(viewer.organisation, viewer.departments())
    if not own.departments.nodes:
        raise Http404
    return own


def _content(request: HttpRequest, question: Question, chosen: Node | None) -> dict[str, Any]:
    page = Paginator(members(question.scope, question.on), _PAGE).get_page(request.GET.get("page"))
    totals = list(_totals(request.viewer, question, chosen))
    return {
        **updating(clock.now()),
        "year": fiscal_year_name(question.fiscal_year),
        "circumstances": circumstances(question),
        "confidentiality": city_settings().confidentiality_label,
        "courses": question.courses,
        "totals": totals,
        "place": own_place(request.viewer, chosen),
        "reports_elsewhere": _reports_elsewhere(request.viewer, chosen),
        "chosen": chosen,
        "lists": OwnListForm([total.course for total in totals if total.counts.required]),
        "kinds": OwnList,
        "page": page,
        "members": roster(question, request.viewer.organisation, list(page.object_list)),
        "papers": _papers(question),
        "several": len(request.viewer.departments()) > 1,
    }


def own_place(viewer: Viewer, chosen: Node | None) -> str:
    """「福祉課　社会福祉係」: of which department the page speaks, with the 報告単位 it belongs to."""
    nodes = [chosen] if chosen else _held(viewer)
    return "、".join(place(viewer.organisation, node.id) for node in nodes)


def _held(viewer: Viewer) -> list[Node]:
    """The departments that are bound to a role."""
    held = {department for role, department in viewer.grants if role in SEES_DEPARTMENT}
    return [node for node in viewer.organisation.nodes.values() if node.id in held]


def _reports_elsewhere(viewer: Viewer, chosen: Node | None) -> str:
    """Who reports for a 係: the 報告単位 above it."""
    department, city = _head_of(viewer, chosen), viewer.organisation
    if department is None or (unit := city.reporting_unit(department.id)) == department.id:
        return ""
    return city.name(unit)


def _head_of(viewer: Viewer, chosen: Node | None) -> Node | None:
    """The department in which one records and reports: the chosen one, or the only one that is bound to a role."""
    nodes = _held(viewer)
    if chosen is not None:
        return next((node for node in nodes if node.id == chosen.id), None)
    return nodes[0] if len(nodes) == 1 else None


def _totals(viewer: Viewer, question: Question, chosen: Node | None) -> Iterator[CourseTotal]:
    department = _head_of(viewer, chosen)
    reports = _reports(question.fiscal_year, department) if department else {}
    for course, counts in course_totals(question):
        asked = {"course": course.code, "department": department.code if department else ""}
        yield CourseTotal(
            course, counts, _unfinished(viewer, course, chosen or department),
            address("sheet", asked) if department else "", reports.get(course.pk),
        )  # fmt: skip


def _unfinished(viewer: Viewer, course: Course, department: Node | None) -> str:
    """The way to those who are counted. Of several departments at once there is none for who sees the city beside:
    the list would hold everybody."""
    if department is None and viewer.sees_everybody:
        return ""
    asked = {"course": course.code, "department": department.code if department else ""}
    return address("report_people", asked, state="unfinished")


def _reports(year: int, department: Node) -> dict[int, Report]:
    """By course; of a 報告単位, and of a plan that has begun. Two queries."""
    if not department.reports:
        return {}
    rows = list(reported_in(year))
    confirmed = DepartmentReport.objects.filter(requirement__in=rows, department=department.id)
    versions = dict(confirmed.values_list("requirement").annotate(Max("version")))
    return {
        row.course_id: Report(
            reverse("department_report_confirm", args=[row.pk, department.code]), versions.get(row.pk, 0),
            reverse("status_report", args=[year, row.course.code, department.code]),
        )
        for row in rows
    }  # fmt: skip


def _papers(question: Question) -> list[Paper]:
    """課別修了証明書 that were given to these departments this year."""
    titles = {subject.code: subject.title for subject in subjects(Office.values, question.fiscal_year)}
    given = Certificate.objects.standing().filter(
        department__in=[*question.scope.departments.nodes], fiscal_year=question.fiscal_year
    )
    return [
        Paper(row.pk, f"{row}　{titles.get(row.subject_code, row.subject_code)}", row.batch.given_on)
        for row in given.select_related("batch").order_by("-pk")
    ]
