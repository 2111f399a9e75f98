"""受講の概況, worked out once more: narrowed to some of the people, and cut into rows one way or another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lms.people.roles import Role
from tests.recomputing.counting import Answer, Cells, Counted, Question, below, counted, units, versions
from tests.recomputing.rows import Row, Rows
from tests.recomputing.standing import Standing, holds, known, standings

EMPTY, WITHOUT_ROLE = "（登録なし）", "役割なし"
COLUMNS = {"authority": "appointing_authority", "employment": "employment_type", "grade": "grade"}
NAMES = {
    "department": "所属", "authority": "任命権者", "employment": "任用形態", "grade": "職位", "role": "役割",
    "course": "研修", "measure": "施策・取組",
}  # fmt: skip
_SOON = 14


@dataclass(frozen=True)
class View:
    """`question.courses` are those that `measure` and a chosen training leave. What is empty does not narrow."""

    question: Question
    by: str = "department"
    measure: str = ""
    authority: str = ""
    employment: str = ""
    grade: str = ""
    role: str = ""

    @property
    def is_whole(self) -> bool:
        return self.question.department is None and not (self.authority or self.employment or self.grade or self.role)

    @property
    def conditions(self) -> str:
        """詳しい条件, as a file says them."""
        said = {name: getattr(self, name) for name in ("measure", *COLUMNS)}
        said["measure"] = f"施策{self.measure}" if self.measure else ""
        said["role"] = Role(self.role).label if self.role not in ("", "none") else ""
        words = [f"{NAMES[name]}は{value}" for name, value in said.items() if value]
        return "、".join([*words, WITHOUT_ROLE] if self.role == "none" else words)


def measure_of(course: Row) -> str:
    """「12-①」, 「12」, or nothing."""
    return "-".join(filter(None, (course.measure, course.action))) if course.measure else ""


def places(rows: Rows, view: View) -> dict[int, Row]:
    """The departments asked about, as they are on the day."""
    found = versions(rows, view.question.on, view.question.at)
    if view.question.department is None:
        return found
    within = below(found, view.question.department)
    return {pk: row for pk, row in found.items() if pk in within}


def asked(rows: Rows, view: View) -> list[Standing]:
    return asked_at(rows, view, view.question.year, view.question.on, view.question.at)


def asked_at(rows: Rows, view: View, year: int, on: date, at: datetime) -> list[Standing]:
    """The same departments, trainings and kind of people, in whatever year."""
    within, held = places(rows, view), roles_held(rows, on, at)
    return [
        one for one in standings(rows, year, on, at)
        if one.line.course_id in view.question.courses and is_meant(view, one.post, held, within)
    ]  # fmt: skip


def is_meant(view: View, post: Row, held: dict[int, set[str]], within: dict[int, Row]) -> bool:
    """Whoever has this main posting."""
    there = view.question.department is None or post.department_id in within
    columns = all(getattr(view, name) in ("", getattr(post, column) or EMPTY) for name, column in COLUMNS.items())
    return there and columns and view.role in ("", *(held.get(post.employee_id) or {"none"}))


def roles_held(rows: Rows, on: date, at: datetime) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for row in rows.grants:
        if known(row, at) and holds(row, on):
            found.setdefault(row.employee_id, set()).add(row.role)
    return found


# ---- rows -----------------------------------------------------------------------------------------------------------


def cut(rows: Rows, view: View) -> list[Cells]:
    """Whoever has several roles is in several rows, and once in the total, which comes last."""
    found, groups = asked(rows, view), _Groups(rows, view)
    members: dict[tuple[object, str], list[Standing]] = {}
    for one in found:
        for row in groups.of(one):
            members.setdefault(row, []).append(one)
    named = [("", name, counted(group)) for (_, name), group in members.items()]
    return Answer(named, counted(found), 0, frozenset()).cells()


class _Groups:
    """In which rows somebody stands: what makes each row one, and its name."""

    def __init__(self, rows: Rows, view: View) -> None:
        self._by, self._places = view.by, places(rows, view)
        self._units = units(self._places)
        self._courses = {row.id: row for row in rows.courses}
        self._held = roles_held(rows, view.question.on, view.question.at)

    def of(self, one: Standing) -> Iterable[tuple[object, str]]:
        if self._by == "role":
            return [(role, Role(role).label) for role in self._held.get(one.person, ())] or [("", WITHOUT_ROLE)]
        return [self._row(one)]

    def _row(self, one: Standing) -> tuple[object, str]:
        course = self._courses[one.line.course_id]
        if self._by == "department":
            unit = self._units[one.post.department_id]
            return unit, self._places[unit].name
        if self._by == "course":
            return course.id, course.title
        if self._by == "measure":
            key = measure_of(course)
            return key, f"施策{key}" if key else EMPTY
        value = getattr(one.post, COLUMNS[self._by]) or EMPTY
        return value, value


def due_soon(found: Iterable[Standing], on: date) -> int:
    """Unfinished whose last day, which is not past, comes within two weeks."""
    return sum(one.state in ("not_started", "in_progress") and one.last <= on + timedelta(days=_SOON) for one in found)


# ---- the year before ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class YearBefore:
    """Its duties on the same day, and what is said of it: when, the rate, and of how many trainings."""

    found: list[Standing]
    when: str
    rate: str
    of: str = ""


def year_before(rows: Rows, view: View, morning: datetime) -> YearBefore:
    """As known this morning, or where nothing was known then as known now; else what older papers say of its end."""
    year, on = view.question.year - 1, view.question.on.replace(year=view.question.on.year - 1)
    first = morning if view.question.known_on is None else view.question.at
    known_first = asked_at(rows, view, year, on, first)
    for found in (known_first, asked_at(rows, view, year, on, view.question.at)):
        sums = counted(found)
        if sums.required:
            return YearBefore(found, "前年度の同じ日", sums.rate)
    last = _year_end(rows, view, year)
    if not last:
        return YearBefore(known_first, "前年度の同じ日", "記録なし")
    sums = Counted(sum(row.required for row in last), sum(row.completed for row in last), 0, 0, 0, 0)
    of = f"{len(view.question.courses)}研修のうち、過去の年度の実績がある{len(last)}研修"
    return YearBefore(known_first, "前年度末", sums.rate, of)


def _year_end(rows: Rows, view: View, year: int) -> list[Row]:
    """What was entered last of each training; older papers tell of the whole city only."""
    last = {
        row.course_id: row for row in sorted(rows.past, key=lambda row: row.id)
        if row.fiscal_year == year and row.course_id in view.question.courses and row.recorded_at <= view.question.at
    }  # fmt: skip
    return [*last.values()] if view.is_whole else []
