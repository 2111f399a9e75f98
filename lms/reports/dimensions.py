"""内訳: the figures of a question cut into rows, by department, appointing authority, role and so on."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Case, Count, QuerySet, TextChoices, When

from courses.models import Course
from lms.duties.counting import Counts, counts_of_groups
from lms.duties.models import Duty
from lms.people.models import RoleGrant
from lms.people.roles import Role
from lms.reports.cuts import NOT_GIVEN, POSTING_COLUMNS
from lms.reports.figures import Question
from lms.reports.groups import Group
from lms.reports.ranks import rank
from lms.reports.reach import row_conditions

_LAST = "\U0010ffff"


class Dimension(TextChoices):
    """Keys stand in addresses."""

    DEPARTMENT = "department", "所属"
    AUTHORITY = "authority", "任命権者"
    EMPLOYMENT = "employment", "任用形態"
    GRADE = "grade", "職位"
    ROLE = "role", "役割"
    COURSE = "course", "研修"
    MEASURE = "measure", "施策・取組"


@dataclass(frozen=True)
class Slice:
    """What a row stands for; `narrows` is what the question's address takes on to mean it alone."""

    order: str
    name: str
    narrows: tuple[tuple[str, str], ...] = ()


TOTAL = Slice("", "合計")


@dataclass(frozen=True)
class Part:
    """A row of the table. `due_soon`: how many of the unfinished reach the end of their period within days."""

    slice: Slice
    counts: Counts
    due_soon: int = 0


def parts(question: Question, dimension: Dimension) -> list[Part]:
    """The rows in their order. One aggregate query.

    Those of 役割 may hold a person more than once, and leave out who has no role: they do not add up to the total.
    """
    return _summed(question, dimension, _groups(dimension, question))


@dataclass(frozen=True)
class Crossed:
    """The duties of a question cut by several dimensions at once: each of them, and 研修 with 所属, for the price of
    one query.

    `groups`: the key of each of the `dimensions`, tally, whether the period ends soon, and number of duties.
    """

    question: Question
    dimensions: tuple[Dimension, ...]
    groups: tuple[tuple[Any, ...], ...]

    def parts(self, dimension: Dimension) -> list[Part]:
        """As the other `parts`, of one of the dimensions; 研修 gives 施策・取組 too."""
        place = self._place(Dimension.COURSE if dimension is Dimension.MEASURE else dimension)
        return _summed(self.question, dimension, ((row[place], *row[-3:]) for row in self.groups))

    def counts(self) -> dict[tuple[int, int], Counts]:
        """By (course id, reporting department id)."""
        course, department = self._place(Dimension.COURSE), self._place(Dimension.DEPARTMENT)
        groups = ((row[course], row[department], row[-3], row[-1]) for row in self.groups)
        return counts_of_groups(groups, self.question.scope.departments)

    def _place(self, dimension: Dimension) -> int:
        return self.dimensions.index(dimension)


# What an overview shows of every question.
_USUAL = (Dimension.COURSE, Dimension.DEPARTMENT)
CROSSED = frozenset({*_USUAL, Dimension.MEASURE})


def crossed(question: Question, dimensions: tuple[Dimension, ...] = _USUAL) -> Crossed:
    """One aggregate query. Not of 役割, of which a person may hold several."""
    rows = _duties(question).values_list(*map(_key, dimensions), "tally", "due_soon")
    return Crossed(question, dimensions, tuple(rows.annotate(number=Count("pk"))))


def _summed(question: Question, dimension: Dimension, groups: Iterable[tuple[Any, int, bool, int]]) -> list[Part]:
    """Of groups with the key of a row, tally, whether the period ends soon, and number of duties."""
    slice_of = cache(_slicing(dimension, question))
    tallies: defaultdict[Slice, Counter[int]] = defaultdict(Counter)
    soon: Counter[Slice] = Counter()
    for key, tally, due_soon, number in groups:
        of = slice_of(key)
        tallies[of][tally] += number
        soon[of] += number * due_soon
    in_order = sorted(tallies, key=lambda of: (of.order, of.name))
    return [Part(of, Counts.of(tallies[of]), soon[of]) for of in in_order]


def _groups(dimension: Dimension, question: Question) -> Iterable[tuple[Any, int, bool, int]]:
    duties = _duties(question)
    if dimension is Dimension.ROLE:
        grants = RoleGrant.objects.on(question.on, question.known_at)
        held = duties.filter(employee__role_grants__in=grants)
        # The same role in two departments makes nobody two.
        return held.values_list("employee__role_grants__role", "tally", "due_soon").annotate(
            number=Count("pk", distinct=True)
        )
    return duties.values_list(_key(dimension), "tally", "due_soon").annotate(number=Count("pk"))


def _duties(question: Question) -> QuerySet[Duty]:
    due_soon = Case(When(Group.DUE_SOON.condition(question.on, question.known_at), then=True), default=False)
    return question.duties().annotate(due_soon=due_soon).order_by()


_KEYS: Mapping[Dimension, str] = {
    Dimension.DEPARTMENT: "department_id",
    Dimension.COURSE: "requirement__course_id",
    Dimension.MEASURE: "requirement__course_id",
}


def _key(dimension: Dimension) -> str:
    return _KEYS.get(dimension) or f"employee__postings__{POSTING_COLUMNS[dimension]}"


def _slicing(dimension: Dimension, question: Question) -> Callable[[Any], Slice]:
    """From the key of a group to its row."""
    courses = {course.pk: course for course in question.courses}
    if dimension is Dimension.DEPARTMENT:
        return lambda key: _department(question, key)
    if dimension is Dimension.ROLE:
        return lambda key: _role(Role(key))
    if dimension is Dimension.COURSE:
        return lambda key: Slice(courses[key].code, courses[key].title, (("course", courses[key].code),))
    if dimension is Dimension.MEASURE:
        return lambda key: _measure(courses[key])
    return lambda key: _value(dimension, key)


def _department(question: Question, key: int) -> Slice:
    """The 報告単位 of a department."""
    departments = question.scope.departments
    node = departments.nodes.get(departments.reporting_unit(key))
    if node is None:
        return Slice(_LAST, "この日にない所属")
    return Slice(node.code, node.name, tuple(row_conditions(departments, node).items()))


def _role(role: Role) -> Slice:
    return Slice(f"{[*Role].index(role):03}", role.label, (("role", role.value),))


def _measure(course: Course) -> Slice:
    if not course.measure:
        return Slice(_LAST, NOT_GIVEN)
    return Slice(course.measure.zfill(4) + course.action, course.measure_name, (("measure", course.measure_key),))


def _value(dimension: Dimension, value: str) -> Slice:
    """Of a column of the posting."""
    order = f"{rank(value):03}{value}" if dimension is Dimension.GRADE else value
    return Slice(order if value else _LAST, value or NOT_GIVEN, ((dimension.value, value or NOT_GIVEN),))
