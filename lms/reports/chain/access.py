"""Who sees how a report goes its way, and who takes which step; to everybody else there is none."""

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from lms.certificates.candidates import counting_day
from lms.duties.models import Requirement, TrainingPlan
from lms.duties.routes import ROUTE_ROLES, Step, holds, route_of
from lms.lib.fiscal_year import fiscal_year
from lms.people.organisation import Node, Organisation, organisation
from lms.people.roles import SEES_DEPARTMENT, Office, Role
from lms.people.visibility import Viewer
from lms.reports.models import DepartmentReport, FrozenReport

# What was asked, however far the plan has come since.
_REPORTED_IN = (TrainingPlan.State.RUNNING, TrainingPlan.State.REPORTED, TrainingPlan.State.CLOSED)
_CONFIRMING = frozenset({Role.HEAD, Role.DEPUTY})
# Who may see anything of what departments report.
REPORTING = SEES_DEPARTMENT | {Role.SECURITY_MANAGER}


def _with_manager(roles: frozenset[Role], office: str) -> frozenset[Role]:
    """The ministry's guideline has 情報セキュリティ管理者 report on information security, and on nothing else; mostly
    that is the head, but a city may appoint another."""
    return roles | {Role.SECURITY_MANAGER} if office == Office.SECURITY else roles


def _asked() -> QuerySet[Requirement]:
    rows = Requirement.objects.filter(plan__state__in=_REPORTED_IN).select_related("plan", "course")
    return rows.order_by("-plan__fiscal_year", "course__code")


def whole_chains(viewer: Viewer) -> list[Requirement]:
    """For the office of the plan, whoever has a step on its route, and 監査担当."""
    under_way = _with_own_steps(viewer)
    return [row for row in _asked() if _on_route(viewer, row.plan) or row.pk in under_way]


def _on_route(viewer: Viewer, plan: TrainingPlan) -> bool:
    return sees_names(viewer, plan) or any(holds(viewer, step) for step in route_of(plan))


def _with_own_steps(viewer: Viewer) -> set[int]:
    """The trainings with a 確定版 that goes, or went, through this person's hands: it keeps its route. One query."""
    if not any(role in ROUTE_ROLES for role in viewer.roles):
        return set()
    routes = FrozenReport.objects.values_list("requirement", "payload__route")
    return {pk for pk, steps in routes if any(holds(viewer, Step(**step)) for step in steps)}


def to_confirm(viewer: Viewer) -> QuerySet[Requirement]:
    """The trainings of this year, and of an earlier one as long as its plan has not been reported."""
    this_year = Q(plan__fiscal_year=fiscal_year(viewer.on))
    return _asked().filter(this_year | Q(plan__state=TrainingPlan.State.RUNNING))


def whole_chain(request: HttpRequest, pk: int) -> Requirement:
    row = get_object_or_404(_asked(), pk=pk)
    if not sees_whole(request.viewer, row):
        raise Http404
    return row


def reported_in(fiscal_year: int) -> QuerySet[Requirement]:
    return _asked().filter(plan__fiscal_year=fiscal_year)


def sees_whole(viewer: Viewer, row: Requirement) -> bool:
    return _on_route(viewer, row.plan) or row.pk in _with_own_steps(viewer)


def organisation_then(viewer: Viewer, year: int) -> Organisation:
    """That of which the report of a year speaks: today's, or that of the year's last day."""
    on = counting_day(year, viewer.on)
    return viewer.organisation if on == viewer.on else organisation(on)


def own_units(viewer: Viewer, then: Organisation, office: str) -> list[Node]:
    """The departments that report on trainings of an office and in which one is head, deputy, clerk or manager."""
    own = viewer.departments_then(then, _with_manager(SEES_DEPARTMENT, office))
    return [node for node in then.nodes.values() if node.id in own and then.reporting_unit(node.id) == node.id]


def department_report(request: HttpRequest, pk: int, code: str) -> tuple[Requirement, Node]:
    """One training in one department, for those of the department and those who see the whole."""
    viewer, row = request.viewer, get_object_or_404(_asked(), pk=pk)
    then = organisation_then(viewer, row.plan.fiscal_year)
    node = then.by_code(code)
    if node is None or then.reporting_unit(node.id) != node.id:
        raise Http404
    # 別紙 names people: of another department it is for the office and 監査担当 alone.
    if not (node in own_units(viewer, then, row.plan.office) or sees_names(viewer, row.plan)):
        raise Http404
    return row, node


def confirmed_report(request: HttpRequest, pk: int, code: str, version: int) -> DepartmentReport:
    """What was confirmed stays to be read, whatever became of its department."""
    viewer, row = request.viewer, get_object_or_404(_asked(), pk=pk)
    report = get_object_or_404(row.department_reports, department__code=code, version=version)
    own = viewer.departments_then(organisation(report.on), _with_manager(SEES_DEPARTMENT, row.plan.office))
    if not (report.department_id in own or sees_names(viewer, row.plan)):
        raise Http404
    return report


def sees_names(viewer: Viewer, plan: TrainingPlan) -> bool:
    return viewer.owns(plan.office) or viewer.has(Role.AUDITOR)


def may_confirm(viewer: Viewer, row: Requirement, node: Node) -> bool:
    roles = _with_manager(_CONFIRMING, row.plan.office)
    return node.id in viewer.departments_then(organisation_then(viewer, row.plan.fiscal_year), roles)


def may_take(viewer: Viewer, plan: TrainingPlan, step: Step) -> bool:
    """Who holds the role of the step; the office enters what was done outside."""
    return viewer.owns(plan.office) or holds(viewer, step)
