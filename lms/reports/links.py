"""The figures as a page shows them: every number leads to the people behind it."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from lms.duties.counting import Counts
from lms.lib.tables import Rate
from lms.reports.dimensions import TOTAL, Part
from lms.reports.figures import Figures, Question, Row
from lms.reports.groups import Group
from lms.reports.reach import row_conditions

# So many rows stand on a page; a prefecture has a thousand departments.
PAGE_ROWS = 100
_FIGURES = (Group.REQUIRED, Group.COMPLETED, Group.STARTED, Group.OVERDUE, Group.DEFERRED, Group.EXEMPT)


@dataclass(frozen=True)
class Figure:
    """A number and the way to the people behind it, if there is one; `what` says it in words to those who hear it."""

    number: int
    url: str
    what: str

    @property
    def text(self) -> str:
        return f"{self.number:,}"


@dataclass(frozen=True)
class Line:
    """A row of figures by the key of their group."""

    name: str
    url: str
    rate: Rate
    figures: Mapping[str, Figure]
    later: bool = False


def lines(
    question: Question, rows: Iterable[Row], conditions: Mapping[str, str], later: Container[int] = ()
) -> list[Line]:
    """A department that did not exist on the day has no way to its people; those of the total have them.

    `later`: departments whose figures hold what was recorded after the day.
    """
    known = question.scope.departments.nodes
    return [
        replace(
            _line(
                row.department.name, row.counts,
                {**conditions, **row_conditions(question.scope.departments, row.department)}
                if row.department.id in known else None,
            ),
            later=row.department.id in later,
        )
        for row in rows
    ]  # fmt: skip


def part_line(part: Part, conditions: Mapping[str, str]) -> Line:
    """A row of an 内訳, and of its total; there `narrows` is empty and the way leads to everybody asked about."""
    way = {**conditions, **dict(part.slice.narrows)}
    found = _line(part.slice.name, part.counts, way if part.slice.narrows or part.slice == TOTAL else None)
    what = f"{part.slice.name}の{Group.DUE_SOON.label}"
    soon = Figure(part.due_soon, _people(way, Group.DUE_SOON) if found.url else "", what)
    return replace(found, figures={**found.figures, Group.DUE_SOON.value: soon})


def total_line(figures: Figures, conditions: Mapping[str, str]) -> Line:
    return _line("合計", figures.total, conditions)


def address(name: str, conditions: Mapping[str, str], **more: str) -> str:
    """Of a page with its conditions; those that are empty stay out."""
    return f"{reverse(name)}?{urlencode({key: value for key, value in {**conditions, **more}.items() if value})}"


def _line(name: str, counts: Counts, conditions: Mapping[str, str] | None) -> Line:
    figures = {
        group.value: Figure(getattr(counts, group.value), _people(conditions, group), f"{name}の{group.label}")
        for group in _FIGURES
    }
    return Line(name, _people(conditions, Group.ALL), Rate(counts.completed, counts.required), figures)


def _people(conditions: Mapping[str, str] | None, group: Group) -> str:
    return "" if conditions is None else address("report_people", conditions, state=group.value)
