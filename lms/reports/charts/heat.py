"""A field for each pair of row and column, the darker the nearer to 100 %; the number stands in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lms.lib.tables import Cell, Rate
from lms.lib.tables.cells import shown

_LEFT, _TOP, _WIDTH, _HEIGHT, _GAP = 176, 36, 76, 30, 2
# From the first percentage on: the field and the number in it.
_STEPS = (
    (100, "#0017c1", "#ffffff"), (80, "#7096f8", "#000000"), (50, "#c5d7fb", "#000000"), (20, "#e8f1fe", "#000000"),
    (0, "#ffffff", "#000000"),
)  # fmt: skip
_NOBODY = ("#f2f2f2", "#4d4d4d")
_LETTERS = 10


@dataclass(frozen=True)
class Field:
    """A rectangle with its number; `what` says it in words."""

    x: int
    y: int
    fill: str
    ink: str
    text: str
    what: str


@dataclass(frozen=True)
class HeatMap:
    """`rates` by the keys of row and column; a pair without one is nobody's. Names may be the same, keys not."""

    title: str
    axis: str
    rows: Sequence[tuple[str, str]]
    columns: Sequence[tuple[str, str]]
    rates: Mapping[tuple[str, str], Rate]

    field_width, field_height, top, left = _WIDTH - _GAP, _HEIGHT - _GAP, _TOP, _LEFT

    @property
    def width(self) -> int:
        return _LEFT + _WIDTH * len(self.columns)

    @property
    def height(self) -> int:
        return _TOP + _HEIGHT * len(self.rows)

    @property
    def summary(self) -> str:
        return f"{self.title}。{len(self.rows)}行{len(self.columns)}列。数字は下の表にもあります。"

    @property
    def headings(self) -> list[tuple[int, str]]:
        """Middle of each column, and its short name."""
        return [(_LEFT + _WIDTH * place + _WIDTH // 2, code) for place, (code, _) in enumerate(self.columns)]

    @property
    def names(self) -> list[tuple[int, str]]:
        """Where each row's name stands; a long one is cut, the table has it whole."""
        return [
            (_TOP + _HEIGHT * place + _HEIGHT // 2, name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1]}…")
            for place, (_, name) in enumerate(self.rows)
        ]

    @property
    def fields(self) -> list[Field]:
        return [
            self._field(across, down, row, column)
            for down, row in enumerate(self.rows)
            for across, column in enumerate(self.columns)
        ]

    def _field(self, across: int, down: int, row: tuple[str, str], column: tuple[str, str]) -> Field:
        rate = self._rate(row[0], column[0])
        fill, ink = _colours(rate)
        return Field(
            _LEFT + _WIDTH * across, _TOP + _HEIGHT * down, fill, ink,
            "－" if rate.percent is None else f"{rate.percent}", f"{row[1]}　{column[1]}　{rate}",
        )  # fmt: skip

    @property
    def table_columns(self) -> list[str]:
        return [self.axis, *(title for _, title in self.columns)]

    @property
    def cells(self) -> list[list[Cell]]:
        return [[name, *(self._rate(key, code) for code, _ in self.columns)] for key, name in self.rows]

    @property
    def table_rows(self) -> list[list[str]]:
        return [[shown(cell) for cell in row] for row in self.cells]

    @property
    def legend(self) -> list[str]:
        """The short names above the columns, and what they stand for."""
        return [f"{code}　{title}" for code, title in self.columns]

    def pieces(self, most: int) -> "list[HeatMap]":
        """The same in pictures of so many columns at most, each of all rows."""
        starts = range(0, len(self.columns), most)
        if len(starts) < 2:
            return [self]
        return [
            replace(self, title=f"{self.title}　{number}／{len(starts)}", columns=self.columns[start : start + most])
            for number, start in enumerate(starts, start=1)
        ]

    def _rate(self, key: str, code: str) -> Rate:
        return self.rates.get((key, code), Rate(0, 0))


def _colours(rate: Rate) -> tuple[str, str]:
    if rate.percent is None:
        return _NOBODY
    return next((fill, ink) for least, fill, ink in _STEPS if rate.percent >= least)
