"""The figures as a page shows them: every number leads to the people behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from lms.duties.counting import Counts
from lms.lib.tables import Rate
from lms.people.organisation import Node
from lms.reports.figures import Figures, Question
from lms.reports.groups import Group

_FIGURES = (Group.REQUIRED, Group.COMPLETED, Group.STARTED, Group.OVERDUE, Group.DEFERRED, Group.EXEMPT)


@dataclass(frozen=True)
class Figure:
    """A number; `what` says in words whose and which, for those who hear it."""

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


def lines(question: Question, figures: Figures, conditions: Mapping[str, str]) -> list[Line]:
    return [
        _line(row.department.name, row.counts, _of_row(question, row.department, conditions)) for row in figures.rows
    ]


def total_line(figures: Figures, conditions: Mapping[str, str]) -> Line:
    return _line("合計", figures.total, conditions)


def address(name: str, conditions: Mapping[str, str], **more: str) -> str:
    """Of a page with its conditions; those that are empty stay out."""
    return f"{reverse(name)}?{urlencode({key: value for key, value in {**conditions, **more}.items() if value})}"


def _line(name: str, counts: Counts, conditions: Mapping[str, str]) -> Line:
    figures = {
        group.value: Figure(
            getattr(counts, group.value),
            address("report_people", conditions, state=group.value),
            f"{name}の{group.label}",
        )
        for group in _FIGURES
    }
    rate = Rate(counts.completed, counts.required)
    return Line(name, address("report_people", conditions), rate, figures)


def _of_row(question: Question, department: Node, conditions: Mapping[str, str]) -> dict[str, str]:
    """The department and below; where other rows lie below it, only those counted in its own row."""
    departments = question.scope.departments
    below = departments.below([department.id])
    shared = any(departments.reporting_unit(pk) != department.id for pk in below)
    return {**conditions, "department": department.code, "row": "on" if shared else ""}
