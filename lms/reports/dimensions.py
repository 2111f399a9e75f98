"""内訳: the figures of a question cut into rows, by department, appointing authority, role and so on."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from django.db.models import Count, F, QuerySet, TextChoices

from courses.models import Course
from lms.duties.counting import Counts
from lms.duties.models import Duty
from lms.people.models import RoleGrant
from lms.people.roles import Role
from lms.reports.cuts import NO_ROLE, NOT_GIVEN, POSTING_COLUMNS, WITHOUT_ROLE, Cut
from lms.reports.figures import Question
from lms.reports.groups import STILL_OPEN
from lms.reports.ranks import rank
from lms.reports.reach import row_conditions
from lms.reports.tallies import Tallies, with_ends_soon

_LAST = "\U0010ffff"
# The key of a row, tally, whether the last day is near or past, and number of duties.
KeyedGroup = tuple[Any, int, bool, int]


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
    """The rows in their order. One aggregate query, by 役割 two.

    Those of 役割 may hold a person more than once: they do not add up to the total.
    """
    return parts_of(question, dimension, chain.from_iterable(groups(question, dimension).values()))


def parts_of(question: Question, dimension: Dimension, found: Iterable[KeyedGroup]) -> list[Part]:
    """The same of what was counted before."""
    slice_of = cache(_slicing(dimension, question))
    tallied: defaultdict[Slice, Counter[int]] = defaultdict(Counter)
    soon: Counter[Slice] = Counter()
    for key, tally, near, number in found:
        of = slice_of(key)
        tallied[of][tally] += number
        soon[of] += number * (near and tally in STILL_OPEN)
    in_order = sorted(tallied, key=lambda of: (of.order, of.name))
    return [Part(of, Counts.of(tallied[of]), soon[of]) for of in in_order]


# Of departments and trainings, which every overview counts anyway.
IN_TALLIES = frozenset({Dimension.DEPARTMENT, Dimension.COURSE, Dimension.MEASURE})


def groups_of_tallies(dimension: Dimension, found: Mapping[int, Tallies]) -> Iterator[KeyedGroup]:
    by_department = dimension is Dimension.DEPARTMENT
    for course, of in found.items():
        for department, *group in of.places:
            yield department if by_department else course, *group


def groups(question: Question, dimension: Dimension) -> dict[int, list[KeyedGroup]]:
    """By course id. One aggregate query, by 役割 two."""
    found: dict[int, list[KeyedGroup]] = {course.pk: [] for course in question.courses}
    for course, *group in _grouped(question, dimension):
        found[course].append(tuple(group))
    return found


def _grouped(question: Question, dimension: Dimension) -> Iterable[tuple[Any, ...]]:
    duties = with_ends_soon(question).order_by()
    if dimension is Dimension.ROLE:
        return chain(_of_holders(duties, question), _of_others(duties, question))
    # Under a name of its own: the key may be the course once more.
    rows = duties.annotate(key=F(column_of(dimension))).values_list(
        "requirement__course_id", "key", "tally", "ends_soon"
    )
    return rows.annotate(number=Count("pk"))


def _of_holders(duties: QuerySet[Duty], question: Question) -> Iterable[tuple[Any, ...]]:
    """By role. The same role in two departments makes nobody two."""
    grants = RoleGrant.objects.on(question.on, question.known_at)
    held = duties.filter(employee__role_grants__in=grants)
    rows = held.values_list("requirement__course_id", "employee__role_grants__role", "tally", "ends_soon")
    return rows.annotate(number=Count("pk", distinct=True))


def _of_others(duties: QuerySet[Duty], question: Question) -> Iterable[tuple[Any, ...]]:
    others = Cut(role=NO_ROLE).of_duties(duties, question.on, question.known_at)
    rows = others.values_list("requirement__course_id", "tally", "ends_soon").annotate(number=Count("pk"))
    return ((course, NO_ROLE, *group) for course, *group in rows)


def column_of(dimension: Dimension) -> str:
    """Of a duty of the day, by which it is cut. Not of 役割, of which a person may hold several."""
    return _KEYS.get(dimension) or f"employee__postings__{POSTING_COLUMNS[dimension]}"


_KEYS: Mapping[Dimension, str] = {
    Dimension.DEPARTMENT: "department_id",
    Dimension.COURSE: "requirement__course_id",
    Dimension.MEASURE: "requirement__course_id",
}


def _slicing(dimension: Dimension, question: Question) -> Callable[[Any], Slice]:
    """From the key of a group to its row."""
    courses = {course.pk: course for course in question.courses}
    if dimension is Dimension.DEPARTMENT:
        return lambda key: _department(question, key)
    if dimension is Dimension.ROLE:
        return _role
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


def _role(key: str) -> Slice:
    if key == NO_ROLE:
        return Slice(_LAST, WITHOUT_ROLE, (("role", NO_ROLE),))
    role = Role(key)
    return Slice(f"{[*Role].index(role):03}", role.label, (("role", role.value),))


def _measure(course: Course) -> Slice:
    if not course.measure:
        return Slice(_LAST, NOT_GIVEN)
    return Slice(course.measure.zfill(4) + course.action, course.measure_name, (("measure", course.measure_key),))


def _value(dimension: Dimension, value: str) -> Slice:
    """Of a column of the posting."""
    order = f"{rank(value):03}{value}" if dimension is Dimension.GRADE else value
    return Slice(order if value else _LAST, value or NOT_GIVEN, ((dimension.value, value or NOT_GIVEN),))
