"""A table of any length as XLSX, row by row: memory holds some hundred rows.

The frame (styles, widths, frozen header, page) is what `xlsx` makes of the first rows, so that a long file looks like a
short one. Its rows are written by hand: openpyxl would take minutes for half a million.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from io import BytesIO
from itertools import chain, islice
from typing import IO
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from lms.lib.tables.table import NOBODY, Cell, Column, Kind, Rate, Table
from lms.lib.tables.unwritable import NOT_IN_XML, refuse_not_in_xml
from lms.lib.tables.xlsx import to_xlsx

# What a sheet can hold, less the header and the notes.
MOST_ROWS = 1_048_000
# So many rows say how wide the columns have to be.
_FIRST = 200
_SHEET = "xl/worksheets/sheet1.xml"
_FIRST_DAY = date(1899, 12, 30)
_SAMPLES: dict[Kind, Cell] = {
    Kind.TEXT: "文", Kind.CODE: "0", Kind.NUMBER: 1, Kind.RATE: Rate(1, 1), Kind.DATE: date(2019, 5, 1)
}  # fmt: skip
_STYLE = re.compile(r'<c r="[A-Z]+[0-9]+" s="([0-9]+)"')
_AT_ONCE = 500

Notes = Sequence[tuple[str, str]]


def write_xlsx(file: IO[bytes], table: Table, rows: Iterable[Sequence[Cell]], notes: Callable[[int], Notes]) -> int:
    """The head and look of `table`, which has no rows of its own; then the rows, and the notes for so many of them.

    Says how many there were. Raises UnwritableCharactersError.
    """
    waiting = iter(rows)
    first = [*islice(waiting, _FIRST)]
    frame = _frame(table, first)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in frame.others.items():
            archive.writestr(name, content)
        with archive.open(_SHEET, "w") as sheet:
            sheet.write(frame.head)
            writer = _Rows(table.columns, frame.styles)
            for text in _gathered(writer.row(row) for row in chain(first, waiting)):
                sheet.write(text)
            sheet.write(writer.notes(replace(table, notes=notes(writer.number)).all_notes))
            sheet.write(frame.tail)
    return writer.number


@dataclass(frozen=True)
class _Frame:
    """A workbook without rows: the sheet around them, the style of each column, and the other parts."""

    head: bytes
    tail: bytes
    styles: list[str]
    others: dict[str, bytes]


def _frame(table: Table, first: list[Sequence[Cell]]) -> _Frame:
    sample = [_SAMPLES[column.kind] for column in table.columns]
    with zipfile.ZipFile(BytesIO(to_xlsx(replace(table, rows=[*first, sample])))) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = parts.pop(_SHEET).decode()
    begin, end = sheet.index('<row r="2"'), sheet.rindex("</row>") + len("</row>")
    drawn = sheet[sheet.index(f'<row r="{len(first) + 2}"') :].partition("</row>")[0]
    return _Frame(sheet[:begin].encode(), sheet[end:].encode(), _STYLE.findall(drawn), parts)


def _gathered(texts: Iterator[str]) -> Iterator[bytes]:
    """A compressor takes long texts faster than many short ones."""
    while some := "".join(islice(texts, _AT_ONCE)):
        yield some.encode()


class _Rows:
    """Rows as they stand in a sheet."""

    def __init__(self, columns: Sequence[Column], styles: Sequence[str]) -> None:
        self.number = 0
        self._columns = columns
        self._places = [(get_column_letter(place), style) for place, style in enumerate(styles, start=1)]

    def row(self, cells: Sequence[Cell]) -> str:
        line = self.number + 2
        try:
            content = "".join(
                f'<c r="{letter}{line}" s="{style}"{_content(value)}'
                for (letter, style), value in zip(self._places, cells, strict=True)
            )
        except _NotInXMLError:
            self._refuse(cells)
            raise
        self.number += 1
        return f'<row r="{line}">{content}</row>'

    def notes(self, notes: Notes) -> bytes:
        """After an empty line."""
        lines = enumerate(notes, start=self.number + 3)
        return "".join(
            f'<row r="{line}"><c r="A{line}"{_content(label)}<c r="B{line}"{_content(value)}</row>'
            for line, (label, value) in lines
        ).encode()

    def _refuse(self, cells: Sequence[Cell]) -> None:
        """Say which character it is, and where."""
        texts = [value if isinstance(value, str) else "" for value in cells]
        head = [column.label for column in self._columns]
        refuse_not_in_xml([head, texts], form="XLSX", passed=self.number)


class _NotInXMLError(ValueError):
    """A character that no XML may hold."""


def _content(value: Cell) -> str:
    """The rest of a cell after its style."""
    if isinstance(value, str):
        return _text(value)
    if value is None:
        return "/>"
    if isinstance(value, date):
        return f"><v>{(value - _FIRST_DAY).days}</v></c>"
    if isinstance(value, Rate):
        return f"><v>{value.numerator / value.denominator}</v></c>" if value.denominator else _text(NOBODY)
    return f"><v>{value}</v></c>"


@lru_cache(maxsize=4096)
def _text(value: str) -> str:
    """Names of departments and trainings come again and again."""
    if NOT_IN_XML.search(value):
        raise _NotInXMLError
    return f' t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
