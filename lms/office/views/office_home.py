"""The training offices' first page: やること, then n/N per 研修, then departments by 未修了."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lms.certificates.candidates import completions, departments_without_paper, without_paper
from lms.certificates.subjects import course_subject
from lms.duties.counting import Counts, counts_by_department, total
from lms.duties.models import Requirement, TrainingPlan
from lms.lib import clock
from lms.lib.fiscal_year import fiscal_year, fiscal_year_name
from lms.lib.tables import Rate
from lms.office.todo import Task, course_figures, paper_tasks, period_tasks, plan_tasks
from lms.people.organisation import Organisation
from lms.people.roles import Office

_WORST = 10


@login_required
def office_home(request: HttpRequest) -> HttpResponse:
    """For the people of a training office; everybody else finds nothing here."""
    if not request.viewer.offices:
        raise Http404
    return render(request, "office/office_home.html", _content(request, clock.today()))


def _content(request: HttpRequest, on: date) -> dict[str, Any]:
    offices, year, organisation = request.viewer.offices, fiscal_year(on), request.viewer.organisation
    plans = list(TrainingPlan.objects.filter(fiscal_year=year, office__in=offices).order_by("office"))
    requirements = list(Requirement.objects.filter(plan__in=plans).select_related("course", "plan"))
    own = {requirement.course_id for requirement in requirements}
    counts = {key: c for key, c in counts_by_department(organisation, year, on).items() if key[0] in own}
    figures = course_figures(requirements, counts)
    papers = _papers_waiting(offices, requirements, counts, year)
    return {
        "year": fiscal_year_name(year), "on": on, "plans": plans, "figures": figures,
        "tasks": [*plan_tasks(plans), *period_tasks(figures, on), *papers],
        "departments": _by_unfinished(counts, organisation),
    }  # fmt: skip


def _papers_waiting(
    offices: Iterable[Office], requirements: Iterable[Requirement], counts: dict[tuple[int, int], Counts], year: int
) -> Iterator[Task]:
    """Completions, and departments x 研修 that are all done, which hold no paper yet."""
    subjects = {requirement.course_id: course_subject(requirement.course) for requirement in requirements}
    done = [(subjects[course], department) for (course, department), c in counts.items() if c.all_done]
    waiting = without_paper(completions(list(offices), year), year).count()
    return paper_tasks(waiting, len(departments_without_paper(done, year)))


def _by_unfinished(counts: dict[tuple[int, int], Counts], organisation: Organisation) -> list[dict[str, Any]]:
    departments = {department for _, department in counts}
    rows = [
        {"node": organisation.nodes[d], "counts": total(c for (_, of), c in counts.items() if of == d)}
        for d in departments
        if d in organisation.nodes
    ]
    rows = [row | {"rate": str(Rate(row["counts"].completed, row["counts"].required))} for row in rows]
    rows = [row for row in rows if row["counts"].unfinished]
    return sorted(rows, key=lambda row: (-row["counts"].unfinished, row["node"].code))[:_WORST]
