"""Bytes of a file into rows of text: CP932 or UTF-8, CSV as Excel writes it, or an Excel workbook. Pure."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook

from lms.importing.faults import Fault

UNREADABLE = "\ufffd"  # stands where a byte could not be read
WITHOUT_HEADING = "（見出しなし）"
_BOM = b"\xef\xbb\xbf"
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_ENCODINGS = ("utf-8-sig", "cp932")


@dataclass(frozen=True)
class Row:
    """The cells of a row by heading; `number` is the row as Excel shows it."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """What a file holds, or why it cannot be read."""

    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()


class _UnreadableError(Exception):
    """Nothing can be read; the text says why, for the person who chose the file."""


def read(content: bytes, needed: Sequence[str]) -> Sheet:
    """The rows of a file that has the `needed` columns, in any order and with any others beside them."""
    try:
        lines = list(_lines(content))
    except _UnreadableError as error:
        return Sheet(faults=(Fault(1, "", "", str(error)),))
    if not lines:
        return Sheet(faults=(Fault(1, "", "", "ファイルが空です。1行目を見出しにしたファイルを選んでください。"),))
    (top, first), *rest = lines
    headings = [_heading(cell) for cell in first]
    faults = _heading_faults(top, headings, needed)
    rows = tuple(Row(number, _by_heading(headings, cells)) for number, cells in rest)
    if not faults and not rows:
        faults = (Fault(top + 1, "", "", "見出しの下にデータの行がありません。"),)
    return Sheet(faults=faults) if faults else Sheet(rows)


# ---- lines ----------------------------------------------------------------------------------------------------------


def _lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, with their numbers."""
    found = _workbook_lines(content) if content.startswith(_WORKBOOKS) else _text_lines(content)
    for number, cells in enumerate(found, start=1):
        trimmed = [cell.strip() for cell in cells]
        if any(trimmed):
            yield number, trimmed


def _text_lines(content: bytes) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(decoded(content), newline=""))
    except csv.Error as error:
        raise _UnreadableError("CSVとして読めません。Excelで「CSV」として保存し直してください。") from error


def decoded(content: bytes) -> str:
    """UTF-8 where it is UTF-8, else CP932. What cannot be read in the likelier of the two becomes `UNREADABLE`."""
    if content.startswith(_BOM):
        return content.decode("utf-8-sig", "replace")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    readings = [content.decode(encoding, "replace") for encoding in _ENCODINGS]
    return min(readings, key=lambda text: text.count(UNREADABLE))


def _workbook_lines(content: bytes) -> Iterator[list[str]]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    except CalamineError as error:
        raise _UnreadableError("Excelのファイルとして読めません。保存し直したファイルを選んでください。") from error
    for cells in sheet.to_python(skip_empty_area=False):
        yield [_cell_text(cell) for cell in cells]


def _cell_text(value: object) -> str:
    """A cell as it is read: days as 2026-04-01, whole numbers without the point a workbook gives them."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


# ---- headings -------------------------------------------------------------------------------------------------------


def _heading(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip()


def _heading_faults(row: int, headings: Sequence[str], needed: Iterable[str]) -> tuple[Fault, ...]:
    missing = [Fault(row, name, "", f"見出し「{name}」の列がありません。") for name in needed if name not in headings]
    twice = sorted({name for name in headings if name and headings.count(name) > 1})
    doubled = [Fault(row, name, name, f"見出し「{name}」の列が二つ以上あります。") for name in twice]
    return (*missing, *doubled)


def _by_heading(headings: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    named = {name: cell for name, cell in zip(headings, cells, strict=False) if name}
    surplus = [cell for index, cell in enumerate(cells) if cell and (index >= len(headings) or not headings[index])]
    return {**named, WITHOUT_HEADING: "、".join(surplus)} if surplus else named
