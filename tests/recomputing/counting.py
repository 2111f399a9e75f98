"""Standings summed up by department and otherwise, as the cells that page and files should show."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from tests.recomputing.rows import Row, Rows
from tests.recomputing.standing import NOW, Standing, end_of, holds, known, standings

LEFT_OUT = ("deferred", "exempt")
Cells = list[str]


@dataclass(frozen=True)
class Counted:
    """Duties of a group; `required` is without deferred and exempt, `overdue` is part of it."""

    required: int
    completed: int
    started: int
    overdue: int
    deferred: int
    exempt: int

    @property
    def percent(self) -> str:
        """One decimal, halves up; nothing of nobody."""
        if not self.required:
            return ""
        tenths = (2000 * self.completed + self.required) // (2 * self.required)
        return f"{tenths // 10}.{tenths % 10}"

    @property
    def rate(self) -> str:
        return f"{self.percent}%（{self.completed}/{self.required}）" if self.required else "対象なし"


def counted(found: Iterable[Standing]) -> Counted:
    found = list(found)
    within = [one for one in found if one.state not in LEFT_OUT]
    return Counted(
        required=len(within),
        completed=sum(one.state == "completed" for one in within),
        started=sum(one.begun for one in within),
        overdue=sum(one.state == "overdue" for one in within),
        deferred=sum(one.state == "deferred" for one in found),
        exempt=sum(one.state == "exempt" for one in found),
    )


def by(found: Iterable[Standing], key: Callable[[Standing], Hashable]) -> dict[Hashable, Counted]:
    groups: dict[Hashable, list[Standing]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return {name: counted(group) for name, group in groups.items()}


# ---- departments ----------------------------------------------------------------------------------------------------


def versions(rows: Rows, on: date, at: datetime = NOW) -> dict[int, Row]:
    """The departments of a day by id."""
    return {row.department_id: row for row in rows.versions if known(row, at) and holds(row, on)}


def below(places: dict[int, Row], top: int) -> set[int]:
    """A department and all under it."""
    found = {top}
    while more := {pk for pk, row in places.items() if row.parent_id in found} - found:
        found |= more
    return found


def units(places: dict[int, Row]) -> dict[int, int]:
    """Of each department the nearest 報告単位 at or above it, or itself."""
    found = {}
    for pk in places:
        climb = pk
        while climb in places and not places[climb].reports:
            climb = places[climb].parent_id
        found[pk] = climb if climb in places else pk
    return found


def by_unit(found: Iterable[Standing], places: dict[int, Row]) -> dict[int, Counted]:
    unit = units(places)
    return by(found, lambda one: unit.get(one.post.department_id, one.post.department_id))


# ---- the report by department ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """How these courses stood on a day; of a department and all below it, or of the whole city; as known now, or when
    the day `known_on` was over."""

    year: int
    on: date
    courses: frozenset[int]
    department: int | None = None
    known_on: date | None = None

    @property
    def at(self) -> datetime:
        return NOW if self.known_on is None else end_of(self.known_on)


@dataclass(frozen=True)
class Answer:
    """`rows`: code and name of each department with its figures. `later`: names of those whose figures hold what was
    recorded after the day. `people`: how many stand behind the 対象者, each counted once."""

    rows: list[tuple[str, str, Counted]]
    total: Counted
    people: int
    later: frozenset[str]

    def cells(self) -> list[Cells]:
        named = [*((name, figures) for _, name, figures in self.rows), ("合計", self.total)]
        return [
            [name, *map(str, (c.required, c.completed, c.rate, c.started, c.overdue, c.deferred, c.exempt))]
            for name, c in named
        ]  # fmt: skip


def answer(rows: Rows, asked: Question) -> Answer:
    places = versions(rows, asked.on, asked.at)
    if asked.department is not None:
        within = below(places, asked.department)
        places = {pk: row for pk, row in places.items() if pk in within}
    found, then = _asked(rows, asked, asked.at, places), _asked(rows, asked, end_of(asked.on), places)
    sums, before = by_unit(found, places), by_unit(then, places)
    return Answer(
        rows=[(_code(rows, pk), _name(rows, places, pk), sums[pk]) for pk in sums],
        total=counted(found),
        people=len({one.person for one in found if one.state not in LEFT_OUT}),
        later=frozenset(_name(rows, places, pk) for pk in sums if sums[pk] != before.get(pk)),
    )


def _asked(rows: Rows, asked: Question, at: datetime, places: dict[int, Row]) -> list[Standing]:
    return [
        one for one in standings(rows, asked.year, asked.on, at)
        if one.line.course_id in asked.courses and (asked.department is None or one.post.department_id in places)
    ]  # fmt: skip


def _code(rows: Rows, pk: int) -> str:
    return next(row.code for row in rows.departments if row.id == pk)


def _name(rows: Rows, places: dict[int, Row], pk: int) -> str:
    return places[pk].name if pk in places else f"所属コード{_code(rows, pk)}（この日にない所属）"
