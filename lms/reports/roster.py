"""People x 研修 of some departments: those whose main posting is there, and those posted there beside another one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet

from courses.models import Course
from lms.duties.counting import Counts, counts_of, total
from lms.duties.status import duties_on
from lms.people.models import Employee, Posting
from lms.people.organisation import Organisation
from lms.reports.figures import Question
from lms.reports.people import Standing, place, returns_of_year, standing
from lms.reports.reach import Scope
from lms.reports.reminding import reminded


@dataclass(frozen=True)
class Member:
    """A person and how each duty stands, course by course; None: 対象外. `beside`: counted in another department."""

    employee_id: int
    name: str
    staff_number: str
    department: str
    job_title: str
    beside: bool
    standings: tuple[Standing | None, ...]


def members(scope: Scope, on: date) -> QuerySet[Employee]:
    """Everybody posted there on the day, in the order of their kana."""
    posted = Posting.objects.on(on).filter(department__in=[*scope.departments.nodes])
    return Employee.objects.filter(pk__in=posted.values("employee")).order_by("kana_key", "staff_number")


def roster(question: Question, city: Organisation, employees: Sequence[Employee]) -> list[Member]:
    """The rows of these people. Four queries."""
    posts = _posts(question, employees)
    standings = _standings(question, employees)
    return [
        Member(
            person.pk, person.shown_name, person.staff_number, place(city, post.department_id), post.job_title,
            post.kind != Posting.Kind.MAIN,
            tuple(standings.get((person.pk, course.pk)) for course in question.courses),
        )
        for person in employees
        for post in [posts[person.pk]]
    ]  # fmt: skip


def course_totals(question: Question) -> list[tuple[Course, Counts]]:
    """The counts of each course, of those whose main posting is there. One query."""
    counts = counts_of(question.duties(), question.scope.departments)
    return [
        (course, total(found for (of, _), found in counts.items() if of == course.pk)) for course in question.courses
    ]


def _posts(question: Question, employees: Sequence[Employee]) -> dict[int, Posting]:
    """The posting that brings each person into the list: the main one where there is one."""
    there = Posting.objects.on(question.on).filter(
        employee__in=employees, department__in=[*question.scope.departments.nodes]
    )
    found: dict[int, Posting] = {}
    for post in there.order_by("starts_on", "pk"):
        known = found.get(post.employee_id)
        if known is None or known.kind != Posting.Kind.MAIN:
            found[post.employee_id] = post
    return found


def _standings(question: Question, employees: Sequence[Employee]) -> Mapping[tuple[int, int], Standing]:
    """Whatever the department: who sits there beside another posting is shown too."""
    returns = returns_of_year(question.fiscal_year, question.on, question.known_at)
    duties = duties_on(question.fiscal_year, question.on).filter(
        employee__in=employees, requirement__course__in=question.courses
    )
    found = list(duties.select_related("requirement"))
    asked = reminded([duty.pk for duty in found], question.on)
    return {
        (duty.employee_id, duty.requirement.course_id): replace(
            standing(duty, question.on, returns), reminded=asked.get(duty.pk)
        )
        for duty in found
    }
