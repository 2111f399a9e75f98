"""Looks at other people's papers, each noted in 操作記録. A list of many papers leaves none."""

from django.http import HttpRequest

from lms.lib import clock
from lms.people.looking import record_look
from lms.people.models import Employee


def note_look(request: HttpRequest, holder: Employee | None) -> None:
    """Of one's own paper, and of a department's, nothing is noted."""
    if holder and holder != request.viewer.employee:
        record_look(employee=holder, actor=request.user.get_username(), at=clock.now())
