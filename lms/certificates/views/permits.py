"""Who may open these pages; to everybody else they do not exist."""

from django.http import Http404, HttpRequest

from lms.people.roles import Office
from lms.people.visibility import Viewer


def office_viewer(request: HttpRequest) -> tuple[Viewer, tuple[Office, ...]]:
    """The signed-in 研修担当 and the offices worked for, or 404."""
    viewer: Viewer = request.viewer
    if not viewer.offices:
        raise Http404
    return viewer, viewer.offices
