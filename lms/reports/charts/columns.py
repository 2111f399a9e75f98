"""A column for each class of values: how many fall into it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from lms.lib.tables import Cell
from lms.lib.tables.cells import shown
from lms.reports.charts.scale import ticks

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM, _GAP = 640, 240, 64, 16, 24, 36, 8


@dataclass(frozen=True)
class Column:
    """A rectangle, its class under it and its number above it."""

    x: float
    y: float
    width: float
    height: float
    label: str
    number: int


@dataclass(frozen=True)
class Columns:
    """Pairs of a class and a number."""

    title: str
    axis: str
    unit: str
    classes: Sequence[tuple[str, int]]

    width, height, left, right, bottom = _WIDTH, _HEIGHT, _LEFT, _WIDTH - _RIGHT, _HEIGHT - _BOTTOM

    @property
    def summary(self) -> str:
        said = "、".join(f"{label}は{number:,}{self.unit}" for label, number in self.classes if number)
        return f"{self.title}。{said}"

    @cached_property
    def _steps(self) -> list[int]:
        return ticks(max((number for _, number in self.classes), default=0))

    @property
    def levels(self) -> list[tuple[float, str]]:
        return [(self._y(step), f"{step:,}") for step in self._steps]

    @property
    def columns(self) -> list[Column]:
        room = (self.right - self.left) / max(len(self.classes), 1)
        return [
            Column(
                round(self.left + room * place + _GAP / 2, 1), self._y(number), round(room - _GAP, 1),
                round(self.bottom - self._y(number), 1), label, number,
            )
            for place, (label, number) in enumerate(self.classes)
        ]  # fmt: skip

    @property
    def table_columns(self) -> list[str]:
        return [self.axis, "人数"]

    @property
    def cells(self) -> list[list[Cell]]:
        return [[label, number] for label, number in self.classes]

    @property
    def table_rows(self) -> list[list[str]]:
        return [[shown(cell) for cell in row] for row in self.cells]

    def _y(self, number: int) -> float:
        return round(self.bottom - (self.bottom - _TOP) * number / self._steps[-1], 1)
