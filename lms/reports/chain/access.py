"""Who sees how a report goes its way, and who takes which step; to everybody else there is none."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from lms.duties.models import Requirement, TrainingPlan
from lms.duties.routes import Step, holds, route_of
from lms.lib.fiscal_year import fiscal_year
from lms.people.organisation import Node
from lms.people.roles import SEES_DEPARTMENT, Role
from lms.people.visibility import Viewer

# What was asked, however far the plan has come since.
_REPORTED_IN = (TrainingPlan.State.RUNNING, TrainingPlan.State.REPORTED, TrainingPlan.State.CLOSED)
CONFIRMING = (Role.HEAD, Role.DEPUTY)


def _asked() -> QuerySet[Requirement]:
    rows = Requirement.objects.filter(plan__state__in=_REPORTED_IN).select_related("plan", "course")
    return rows.order_by("-plan__fiscal_year", "course__code")


def sees_whole(viewer: Viewer, plan: TrainingPlan) -> bool:
    """The office of the plan, whoever has a step on its route, and 監査担当."""
    return sees_names(viewer, plan) or any(holds(viewer, step) for step in route_of(plan))


def whole_chains(viewer: Viewer) -> list[Requirement]:
    return [row for row in _asked() if sees_whole(viewer, row.plan)]


def this_year(on: date) -> QuerySet[Requirement]:
    return _asked().filter(plan__fiscal_year=fiscal_year(on))


def whole_chain(request: HttpRequest, pk: int) -> Requirement:
    row = get_object_or_404(_asked(), pk=pk)
    if not sees_whole(request.viewer, row.plan):
        raise Http404
    return row


def own_units(viewer: Viewer) -> list[Node]:
    """The departments that report and in which one is head, deputy or clerk."""
    city = viewer.organisation
    return [city.nodes[pk] for pk in viewer.departments(SEES_DEPARTMENT) if city.reporting_unit(pk) == pk]


def department_report(request: HttpRequest, pk: int, code: str) -> tuple[Requirement, Node]:
    """One training in one department, for those of the department and those who see the whole."""
    viewer, row = request.viewer, get_object_or_404(_asked(), pk=pk)
    node = viewer.organisation.by_code(code)
    if node is None or viewer.organisation.reporting_unit(node.id) != node.id:
        raise Http404
    # 別紙 names people: of another department it is for the office and 監査担当 alone.
    if not (node in own_units(viewer) or sees_names(viewer, row.plan)):
        raise Http404
    return row, node


def sees_names(viewer: Viewer, plan: TrainingPlan) -> bool:
    return viewer.owns(plan.office) or viewer.has(Role.AUDITOR)


def may_confirm(viewer: Viewer, node: Node) -> bool:
    return node.id in viewer.departments(CONFIRMING)


def may_take(viewer: Viewer, plan: TrainingPlan, step: Step) -> bool:
    """Who holds the role of the step; the office enters what was done outside."""
    return viewer.owns(plan.office) or holds(viewer, step)
