"""The figures of a report: counts of each department, as lms.duties counts them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import QuerySet

from courses.models import Course
from lms.duties.counting import Counts, counts_of, people_required, total
from lms.duties.models import Duty
from lms.duties.status import duties_on, seated_in
from lms.lib.fiscal_year import end_of_day
from lms.people.models import Department
from lms.people.organisation import Node, Organisation
from lms.reports.cuts import EVERYBODY, Cut
from lms.reports.reach import Scope


@dataclass(frozen=True)
class Question:
    """What a report asks: how these courses stood in these departments on a day of a fiscal year.

    With `known_at`, as the books stood at that moment: an answer that never changes. Without, as they stand now.
    `cut` narrows to some of the people.
    """

    fiscal_year: int
    on: date
    courses: tuple[Course, ...]
    scope: Scope
    known_at: datetime | None = None
    cut: Cut = EVERYBODY

    def duties(self) -> QuerySet[Duty]:
        duties = duties_on(self.fiscal_year, self.on, self.known_at).filter(requirement__course__in=self.courses)
        if not self.scope.everywhere:
            duties = duties.filter(seated_in([*self.scope.departments.nodes], self.on, self.known_at))
        return self.cut.of_duties(duties, self.on, self.known_at)


@dataclass(frozen=True)
class Row:
    """A department's duties in all the courses asked about."""

    department: Node
    counts: Counts


@dataclass(frozen=True)
class Figures:
    """`people`: how many stand behind the 対象者 of the total, each counted once."""

    rows: tuple[Row, ...]
    people: int

    @property
    def total(self) -> Counts:
        return total(row.counts for row in self.rows)


def asked_courses(fiscal_year: int) -> tuple[Course, ...]:
    """The courses that the year's plans ask."""
    return tuple(Course.objects.filter(requirements__plan__fiscal_year=fiscal_year).distinct().order_by("code"))


def department_figures(question: Question) -> Figures:
    """Rows in the order of the department codes. Two aggregate queries; one where a single course makes duties and
    people one."""
    found: dict[int, Counts] = defaultdict(Counts)
    for (_, department), counts in counts_of(question.duties(), question.scope.departments).items():
        found[department] += counts
    nodes = nodes_of(question.scope.departments, found)
    rows = sorted((Row(nodes[pk], counts) for pk, counts in found.items()), key=lambda row: row.department.code)
    single = len(question.courses) <= 1
    people = total(found.values()).required if single else people_required(question.duties())
    return Figures(tuple(rows), people)


def recorded_later(question: Question, figures: Figures) -> frozenset[int]:
    """The departments whose figures hold what was recorded after the day was over. Two queries."""
    then = replace(question, known_at=end_of_day(question.on))
    before = {row.department.id: row.counts for row in department_figures(then).rows}
    now = {row.department.id: row.counts for row in figures.rows}
    return frozenset(pk for pk in before.keys() | now.keys() if before.get(pk) != now.get(pk))


def nodes_of(departments: Organisation, ids: Iterable[int]) -> dict[int, Node]:
    """All departments of the day, and those of `ids` where people sit although they did not exist on it: shown, so that
    the rows add up. One query where there are such."""
    unknown = {*ids} - departments.nodes.keys()
    codes = Department.objects.filter(pk__in=unknown).values_list("pk", "code") if unknown else ()
    names = {pk: Node(pk, code, f"所属コード{code}（この日にない所属）", None, "", reports=False) for pk, code in codes}
    return departments.nodes | names
