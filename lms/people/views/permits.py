"""Who may open these pages; to everybody else they do not exist."""

from django.http import Http404, HttpRequest

from lms.people.roles import GIVEN_BY_ADMINISTRATOR, GIVEN_BY_HR, Role


def only_for(request: HttpRequest, *roles: Role) -> None:
    """One of these roles today, or 404."""
    if not request.viewer.has(*roles):
        raise Http404


def roles_to_give(request: HttpRequest) -> list[Role]:
    """The roles that this person may give and end, in the order of the list."""
    given = (GIVEN_BY_HR if request.viewer.has(Role.HR) else frozenset()) | (
        GIVEN_BY_ADMINISTRATOR if request.viewer.has(Role.ADMINISTRATOR) else frozenset()
    )
    return [role for role in Role if role in given]
