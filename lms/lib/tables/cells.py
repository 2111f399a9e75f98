"""What a cell looks like to people, and how wide that is."""

import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from lms.lib.fiscal_year import era_date
from lms.lib.tables.table import Cell, Table

_NARROWEST, _WIDEST = 6, 48
_PORTRAIT = 96


def shown(value: Cell) -> str:
    """The cell as a page or a paper shows it: 「1,234」, 「令和8年6月12日」, 「97.4%（37/38）」."""
    if value is None:
        return ""
    if isinstance(value, date):
        return era_date(value)
    if isinstance(value, int | Decimal):
        return f"{value:,}"
    return str(value)


def column_widths(table: Table) -> list[int]:
    """How much room each column asks for, in half-width characters."""
    lines = [[column.label for column in table.columns], *([shown(value) for value in row] for row in table.all_rows)]
    return [min(max(_NARROWEST, *map(_width, texts)), _WIDEST) for texts in zip(*lines, strict=True)]


def fits_portrait(widths: Sequence[int]) -> bool:
    """Whether an upright A4 page has room for such columns."""
    return sum(widths) + 2 * len(widths) <= _PORTRAIT


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "FWA" else 1 for character in text)
