"""Who takes out which 研修実施状況報告書."""

from django.db.models import QuerySet

from lms.duties.models import TrainingPlan
from lms.people.roles import Role
from lms.people.visibility import Viewer

_State = TrainingPlan.State


def reportable_plans(viewer: Viewer) -> QuerySet[TrainingPlan]:
    """Of one's own offices; all for 監査担当. A plan that never ran has nothing to report."""
    rows = TrainingPlan.objects.filter(state__in=(_State.RUNNING, _State.REPORTED, _State.CLOSED))
    rows = rows.order_by("-fiscal_year", "office")
    return rows if viewer.has(Role.AUDITOR) else rows.filter(office__in=viewer.offices)
