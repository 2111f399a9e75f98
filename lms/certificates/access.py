"""Who may read which paper. A paper one may not read does not exist."""

from django.db.models import Q, QuerySet

from lms.certificates.models import Batch, Bundle, Certificate, Giving
from lms.people.roles import Role
from lms.people.visibility import Viewer

_READS_ALL = (Role.HR, Role.AUDITOR)


def readable(viewer: Viewer) -> QuerySet[Certificate]:
    """One's own papers, those of one's office, of one's department; all of them for 人事担当 and 監査担当."""
    if viewer.has(*_READS_ALL):
        return Certificate.objects.all()
    allowed = Q(series__office__in=viewer.offices) | Q(department__in=viewer.departments())
    if viewer.employee:
        allowed |= Q(employee=viewer.employee)
    return Certificate.objects.filter(allowed)


def registered(viewer: Viewer) -> QuerySet[Certificate]:
    """What of the register (修了証書交付台帳) a person sees: one's offices' series; all for 人事担当 and 監査担当."""
    if viewer.has(*_READS_ALL):
        return Certificate.objects.all()
    return Certificate.objects.filter(series__office__in=viewer.offices)


def may_see_register(viewer: Viewer) -> bool:
    return bool(viewer.offices) or viewer.has(*_READS_ALL)


def batches(viewer: Viewer) -> QuerySet[Batch]:
    """The givings of one's offices; all for 監査担当, who changes none."""
    if viewer.has(Role.AUDITOR):
        return Batch.objects.all()
    return own_batches(viewer)


def own_batches(viewer: Viewer) -> QuerySet[Batch]:
    """With papers of one's offices, or about to have some."""
    own = Certificate.objects.filter(series__office__in=viewer.offices)
    coming = Giving.objects.filter(series__office__in=viewer.offices)
    return Batch.objects.filter(Q(pk__in=own.values("batch")) | Q(pk__in=coming.values("pk")))


def own_bundles(viewer: Viewer, username: str) -> list[Bundle]:
    """What this person has put together, of offices whose papers this person still may read."""
    own = Bundle.objects.filter(ordered_by=username).defer("papers")
    if viewer.has(*_READS_ALL):
        return list(own)
    return [bundle for bundle in own if set(bundle.offices) <= set(viewer.offices)]
