"""Who may open these pages; to everybody else they do not exist."""

from django.http import Http404, HttpRequest

from lms.people.roles import Office, Role
from lms.people.visibility import Viewer


def acting_offices(request: HttpRequest) -> tuple[Office, ...]:
    """The training offices for whose courses this person writes things down, or 404."""
    viewer: Viewer = request.viewer
    if not viewer.offices:
        raise Http404
    return viewer.offices


def reading_offices(request: HttpRequest) -> tuple[Office, ...]:
    """The training offices of whose courses this person reads: one's own, or all for 監査担当; or 404."""
    viewer: Viewer = request.viewer
    if viewer.has(Role.AUDITOR):
        return tuple(Office)
    return acting_offices(request)
