"""The training offices' first page: やること, then n/N per 研修, then departments by 未修了."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, Min, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from courses.library_part import LibraryOffer
from courses.models import QuizPage
from lms.certificates.candidates import completions, departments_without_paper, without_paper
from lms.certificates.subjects import course_subject
from lms.duties.counting import Counts, counts_by_department
from lms.duties.models import Circular, ExemptionRequest, Requirement, TrainingPlan
from lms.duties.views.updates import updating
from lms.importing.models import ImportBatch
from lms.learning.models import Enquiry
from lms.lib import clock
from lms.lib.fiscal_year import fiscal_year, fiscal_year_name, local_date
from lms.lib.tables import Rate
from lms.office.returning import returns
from lms.office.todo import (
    Task,
    audience_tasks,
    course_figures,
    dated_first,
    enquiry_tasks,
    exemption_tasks,
    head_tasks,
    import_tasks,
    notice_tasks,
    offer_tasks,
    paper_tasks,
    period_tasks,
    plan_tasks,
    return_tasks,
    sheet_tasks,
    short_test_tasks,
    year_tasks,
)
from lms.people.models import Employee
from lms.people.organisation import Organisation
from lms.people.role_review import units_without_head
from lms.people.roles import Office, Role
from lms.records.confirming import own_sheets, waiting_sheets
from lms.reports.groups import Group
from lms.reports.links import address
from lms.reports.reach import row_conditions
from quizzes.models import Quiz
from quizzes.uses import short_of_questions

_WORST = 10


@login_required
def office_home(request: HttpRequest) -> HttpResponse:
    """For the people of a training office; everybody else finds nothing here."""
    if not request.viewer.offices:
        raise Http404
    return render(request, "office/office_home.html", _content(request, clock.today()))


def _content(request: HttpRequest, on: date) -> dict[str, Any]:
    offices, year, organisation = request.viewer.offices, fiscal_year(on), request.viewer.organisation
    near = TrainingPlan.objects.filter(fiscal_year__range=(year - 1, year + 1), office__in=offices)
    all_plans = list(near.order_by("fiscal_year", "office"))
    plans = [plan for plan in all_plans if plan.fiscal_year == year]
    announced = Exists(Circular.objects.filter(requirement=OuterRef("pk")))
    lines = Requirement.objects.filter(plan__in=plans).select_related("course", "plan")
    requirements = list(lines.annotate(announced=announced))
    own = {requirement.course_id for requirement in requirements}
    counts = {key: c for key, c in counts_by_department(organisation, year, on).items() if key[0] in own}
    figures = course_figures(requirements, counts)
    tasks = [
        *plan_tasks(plan for plan in all_plans if plan.fiscal_year >= year), *year_tasks(all_plans, offices, on),
        *notice_tasks((line for line in requirements if not line.announced), on),
        *audience_tasks(requirements, organisation, on),
        *exemption_tasks(_requests_waiting(offices)), *_enquiries(offices),
        *_sheets(request.viewer.employee, offices),
        *offer_tasks(LibraryOffer.objects.filter(office__in=offices).count()),
        *short_test_tasks(_short_tests(offices)),
        *return_tasks(returns(plans, year, on)), *import_tasks(_imports(request)),
        *head_tasks(units_without_head(organisation, on)),
        *period_tasks(figures, on), *_papers_waiting(offices, requirements, counts, year),
    ]  # fmt: skip
    return {
        "year": fiscal_year_name(year), "on": on, "plans": plans, "figures": figures, "tasks": dated_first(tasks),
        "departments": _by_unfinished(counts, organisation), **updating(clock.now()),
    }  # fmt: skip


def _requests_waiting(offices: Iterable[Office]) -> int:
    return ExemptionRequest.objects.filter(decided_at=None, requirement__course__office__in=offices).count()


def _short_tests(offices: Iterable[Office]) -> list[Quiz]:
    """Of those that stand under a published course."""
    taken = QuizPage.objects.live().filter(quiz=OuterRef("pk"))
    return short_of_questions(Quiz.objects.filter(Exists(taken), bank__office__in=offices))


def _enquiries(offices: Iterable[Office]) -> Iterator[Task]:
    waiting = Enquiry.objects.waiting().filter(course__office__in=offices)
    known = waiting.aggregate(count=Count("pk"), oldest=Min("asked_at"))
    return enquiry_tasks(known["count"], known["oldest"] and local_date(known["oldest"]))


def _sheets(employee: Employee, offices: Sequence[str]) -> Iterator[Task]:
    waiting = waiting_sheets(offices).exclude(recorded_by=employee).count()
    return sheet_tasks(waiting, own_sheets(employee, clock.now()).exclude(decision=None).count())


def _imports(request: HttpRequest) -> Iterable[ImportBatch]:
    """The newest file of each kind, for who may open it."""
    if not request.viewer.has(Role.HR):
        return []
    later = ImportBatch.objects.filter(kind=OuterRef("kind"), uploaded_at__gt=OuterRef("uploaded_at"))
    newest = ImportBatch.objects.filter(~Exists(later)).defer("content", "notes", "seen")
    return newest.order_by("kind")


def _papers_waiting(
    offices: Iterable[Office], requirements: Iterable[Requirement], counts: dict[tuple[int, int], Counts], year: int
) -> Iterator[Task]:
    """Completions, and departments x 研修 that are all done, which hold no paper yet."""
    subjects = {requirement.course_id: course_subject(requirement.course) for requirement in requirements}
    done = [(subjects[course], department) for (course, department), c in counts.items() if c.all_done]
    waiting = without_paper(completions(list(offices), year), year).count()
    return paper_tasks(waiting, len(departments_without_paper(done, year)))


def _by_unfinished(counts: dict[tuple[int, int], Counts], organisation: Organisation) -> list[dict[str, Any]]:
    """The departments with most of them, each with the way to them."""
    sums: defaultdict[int, Counts] = defaultdict(Counts)
    for (_, department), found in counts.items():
        sums[department] += found
    known = [
        (organisation.nodes[pk], found) for pk, found in sums.items() if found.unfinished and pk in organisation.nodes
    ]
    worst = sorted(known, key=lambda row: (-row[1].unfinished, row[0].code))[:_WORST]
    return [
        {
            "node": node, "counts": found, "rate": str(Rate(found.completed, found.required)),
            "url": address("report_people", row_conditions(organisation, node), state=Group.UNFINISHED),
        }
        for node, found in worst
    ]  # fmt: skip
