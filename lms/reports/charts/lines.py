"""A line for each series over the same points."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from lms.lib.tables import Cell
from lms.lib.tables.cells import shown
from lms.reports.charts.scale import ticks

WIDTH, HEIGHT = 640, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 24, 16, 36
_STYLES = (("#0017c1", "4", ""), ("#666666", "3", "8 6"))


@dataclass(frozen=True)
class Series:
    """A line; it may end before the last point."""

    name: str
    values: Sequence[int]


@dataclass(frozen=True)
class Drawn:
    """A series as shapes: the colour and pattern of the line, its corners, where it ends and the number there."""

    name: str
    colour: str
    width: str
    dashes: str
    corners: str
    end: tuple[float, float]
    last: int


@dataclass(frozen=True)
class Lines:
    """`points` names each place along the axis, `axis` what they are; those in `marks` get a label under it."""

    title: str
    unit: str
    axis: str
    points: Sequence[str]
    marks: Sequence[tuple[int, str]]
    series: Sequence[Series]

    width, height, left, bottom = WIDTH, HEIGHT, _LEFT, HEIGHT - _BOTTOM
    right, top = WIDTH - _RIGHT, _TOP

    @property
    def summary(self) -> str:
        """What the picture shows, in words."""
        ends = "、".join(f"{one.name}は{one.values[-1]:,}{self.unit}" for one in self.series if one.values)
        return f"{self.title}。{ends}"

    @cached_property
    def _steps(self) -> list[int]:
        return ticks(max((value for one in self.series for value in one.values), default=0))

    @property
    def levels(self) -> list[tuple[float, str]]:
        """Height and number of each line across."""
        return [(self._y(step), f"{step:,}") for step in self._steps]

    @property
    def places(self) -> list[tuple[float, str]]:
        return [(self._x(place), label) for place, label in self.marks]

    @property
    def drawn(self) -> list[Drawn]:
        """The first series lies on top: it comes last."""
        return [self._draw(one, style) for one, style in zip(self.series, _STYLES, strict=False) if one.values][::-1]

    @property
    def legend(self) -> list[str]:
        """What each line is, for a paper that may be copied in black and white."""
        return [f"{'破線' if one.dashes else '実線'}：{one.name}　{one.last:,}{self.unit}" for one in self.drawn[::-1]]

    @property
    def table_columns(self) -> list[str]:
        return [self.axis, *(one.name for one in self.series)]

    @property
    def cells(self) -> list[list[Cell]]:
        """The table of the same numbers."""
        return [
            [point, *(one.values[place] if place < len(one.values) else None for one in self.series)]
            for place, point in enumerate(self.points)
        ]

    @property
    def table_rows(self) -> list[list[str]]:
        return [[shown(cell) for cell in row] for row in self.cells]

    def _draw(self, one: Series, style: tuple[str, str, str]) -> Drawn:
        corners = [(self._x(place), self._y(value)) for place, value in enumerate(one.values)]
        return Drawn(one.name, *style, " ".join(f"{x},{y}" for x, y in corners), corners[-1], one.values[-1])

    def _x(self, place: int) -> float:
        return round(self.left + (self.right - self.left) * place / max(len(self.points) - 1, 1), 1)

    def _y(self, value: int) -> float:
        return round(self.bottom - (self.bottom - self.top) * value / self._steps[-1], 1)
