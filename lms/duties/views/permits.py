"""Who may open these pages; to everybody else they do not exist."""

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from lms.duties.models import Requirement, TrainingPlan
from lms.people.models import Posting
from lms.people.roles import Role
from lms.people.visibility import Viewer

# Who asks for an exemption: the clerk of a department records, but does not decide to ask.
ASKING = (Role.HEAD, Role.DEPUTY)


def visible_plans(request: HttpRequest) -> QuerySet[TrainingPlan]:
    """Those of one's offices; all of them for 監査担当."""
    rows = TrainingPlan.objects.order_by("-fiscal_year", "office")
    if request.viewer.has(Role.AUDITOR):
        return rows
    if not request.viewer.offices:
        raise Http404
    return rows.filter(office__in=request.viewer.offices)


def own_plan(request: HttpRequest, pk: int) -> TrainingPlan:
    return get_object_or_404(TrainingPlan, pk=pk, office__in=request.viewer.offices)


def own_requirement(request: HttpRequest, pk: int) -> Requirement:
    rows = Requirement.objects.select_related("plan", "course")
    return get_object_or_404(rows, pk=pk, plan__office__in=request.viewer.offices)


def own_people(viewer: Viewer) -> QuerySet[Posting]:
    """Ids of those who sit today where one is 所属長 or deputy, and below."""
    return Posting.objects.on(viewer.on).filter(department__in=viewer.departments(ASKING)).values("employee")


def seen_exemptions(viewer: Viewer) -> Q:
    """Of which people and courses one sees requests and exemptions, or 404."""
    everything = viewer.has(Role.AUDITOR)
    if not (everything or viewer.offices or viewer.departments(ASKING)):
        raise Http404
    if everything:
        return Q()
    return Q(requirement__course__office__in=viewer.offices) | Q(employee__in=own_people(viewer))
