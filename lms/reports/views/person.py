"""職員の記録: one person with postings, roles, duties and completions. Scores are never here."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lms.duties.views.updates import updating_figures
from lms.lib import clock
from lms.lib.fiscal_year import fiscal_year, fiscal_year_name
from lms.people.looking import record_look
from lms.people.models import Employee, Leave
from lms.people.roles import Role
from lms.reports.person import Placed, completions_of, duty_lines, postings_of, roles_of, years_of
from lms.reports.reach import offices_seen
from lms.reports.reminding import reminders_of


@login_required
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """For those who see everybody, and in their own departments for 所属長, deputy and clerk. A training office sees
    its own trainings, as in its reports."""
    viewer = request.viewer
    if not (viewer.sees_everybody or viewer.departments()):
        raise Http404
    employee = get_object_or_404(viewer.employees().select_related("user"), pk=pk)
    if employee != viewer.employee:
        record_look(employee=employee, actor=request.user.username, at=clock.now())
    offices = offices_seen(viewer, employee)
    years = years_of(employee, viewer.on, offices)
    year, postings = _year(request, years), postings_of(employee, viewer.on)
    content = {
        **updating_figures(year, None, clock.now()),
        "person": employee,
        "on": viewer.on,
        "years": [(one, fiscal_year_name(one), one == year) for one in years],
        "year": fiscal_year_name(year),
        "duties": duty_lines(employee, year, viewer.on, offices),
        "reminders": reminders_of(employee, year, offices),
        "completions": completions_of(employee, offices),
        "postings": postings,
        "roles": roles_of(employee, viewer.on),
        **_absences(request, employee),
        "may_ask": _in_charge(request, postings),
    }
    return render(request, "reports/person.html", content)


def _in_charge(request: HttpRequest, postings: Iterable[Placed]) -> bool:
    """Whether the viewer, as 所属長 or deputy of where the person sits, may ask for 受講免除."""
    own, on = request.viewer.departments((Role.HEAD, Role.DEPUTY)), request.viewer.on
    rows = (placed.row for placed in postings if placed.row.department_id in own)
    return any(row.starts_on <= on <= (row.ends_on or on) for row in rows)


def _year(request: HttpRequest, years: list[int]) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked in map(str, years) else fiscal_year(request.viewer.on)


def _absences(request: HttpRequest, employee: Employee) -> dict[str, Any]:
    """The kinds are for 人事担当 only; others see that somebody is excused today."""
    leaves = Leave.objects.known().filter(employee=employee)
    if request.viewer.has(Role.HR):
        return {"editor": True, "leaves": leaves.order_by("-starts_on")}
    return {"editor": False, "away": Leave.objects.on(request.viewer.on).filter(employee=employee).exists()}
