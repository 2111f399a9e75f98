"""A table as part of a page, in the look of `templates/tables/table.html`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lms.lib.tables.cells import shown
from lms.lib.tables.table import Cell, Column, Rate, Table


@dataclass(frozen=True)
class ShownCell:
    text: str
    is_figure: bool
    on: date | None
    rate: Rate | None
    label: str


@dataclass(frozen=True)
class Section:
    tag: str
    rows: list[list[ShownCell]]


def to_html(table: Table) -> SafeString:
    """The table with its notes, to stand in a page that has its own heading; rates have bars."""
    return render_to_string(
        "tables/table.html", {**context(table), "notes": table.all_notes, "bar": "components/bar.html"}
    )


def context(table: Table) -> dict[str, Any]:
    """What `templates/tables/rows.html` reads, and the title."""
    body = Section("tbody", [_row(table.columns, row) for row in table.rows])
    foot = [] if table.total is None else [Section("tfoot", [_row(table.columns, table.total)])]
    return {"title": table.title, "columns": table.columns, "sections": [body, *foot]}


def _row(columns: Sequence[Column], row: Sequence[Cell]) -> list[ShownCell]:
    return [_cell(column, value, of=shown(row[0])) for column, value in zip(columns, row, strict=True)]


def _cell(column: Column, value: Cell, of: str) -> ShownCell:
    return ShownCell(
        text=shown(value),
        is_figure=column.is_figure,
        on=value if isinstance(value, date) else None,
        rate=value if isinstance(value, Rate) else None,
        label=f"{of}の{column.label}",
    )
