"""What a table is, before it takes a format."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

NOBODY = "対象なし"


class Kind(StrEnum):
    """What the cells of a column are. A code is text whose zeros in front matter: 「00123」."""

    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    RATE = "rate"
    DATE = "date"


@dataclass(frozen=True)
class Rate:
    """So many of so many; of nobody there is no rate."""

    numerator: int
    denominator: int

    @property
    def percent(self) -> Decimal | None:
        """One decimal, halves rounded up, as a spreadsheet shows it."""
        if not self.denominator:
            return None
        return (Decimal(self.numerator) * 100 / self.denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def __str__(self) -> str:
        if self.percent is None:
            return NOBODY
        return f"{self.percent}%（{self.numerator}/{self.denominator}）"


Cell = str | int | Decimal | date | Rate | None


@dataclass(frozen=True)
class Column:
    key: str
    label: str
    kind: Kind = Kind.TEXT

    @property
    def is_figure(self) -> bool:
        return self.kind in (Kind.NUMBER, Kind.RATE)


@dataclass(frozen=True)
class Table:
    """Columns and rows without a format. The first column names the row.

    `notes` are lines of label and value that belong to the figures: 基準日, 出力日時, 定義. `total` is the row under
    the others. `confidentiality` is the city's label for the list, shown in every format.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[tuple[str, str]] = ()
    total: Sequence[Cell] | None = None
    confidentiality: str = ""

    @property
    def all_rows(self) -> list[Sequence[Cell]]:
        return [*self.rows, self.total] if self.total is not None else [*self.rows]

    @property
    def all_notes(self) -> list[tuple[str, str]]:
        return [*self.notes, ("機密性区分", self.confidentiality)] if self.confidentiality else [*self.notes]
