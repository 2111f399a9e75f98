"""Bytes of a file into rows of text: CP932 or UTF-8, CSV as Excel writes it, or an Excel workbook. Pure."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook

from lms.importing.reading.faults import Fault
from lms.importing.reading.workbooks import NO_WORKBOOK, ZIPPED, UnfitWorkbookError, check_size, without_value

LARGEST = 20 * 1024 * 1024  # bytes: some 100,000 people
MOST_ROWS = 200_000
UNREADABLE = "\ufffd"  # stands where a byte could not be read
WITHOUT_HEADING = "（見出しなし）"
TOO_SHORT = "（列の不足）"
_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_WORKBOOKS = (ZIPPED, b"\xd0\xcf\x11\xe0")
_ENCODINGS = ("utf-8-sig", "cp932")
_TOO_MANY_ROWS = f"行が多すぎます。{MOST_ROWS:,}行までのファイルに分けてください。"


@dataclass(frozen=True)
class Row:
    """The cells of a row by heading; `number` is the row as Excel shows it."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """What a file holds, or why it cannot be read. `missing`: the needed columns that no heading names."""

    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()
    headings: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class _UnreadableError(Exception):
    """Nothing can be read; the text says why, for the person who chose the file."""


def read(content: bytes, needed: Sequence[str], mapping: Mapping[str, str] | None = None) -> Sheet:
    """The rows of a file that has the `needed` columns, in any order and with any others beside them.

    `mapping` says which heading of the file stands for a needed column that the file does not name so.
    """
    try:
        lines = list(_lines(content))
    except (_UnreadableError, UnfitWorkbookError) as error:
        return Sheet(faults=(Fault(1, "", "", str(error)),))
    if not lines:
        return Sheet(faults=(Fault(1, "", "", "ファイルが空です。1行目を見出しにしたファイルを選んでください。"),))
    (top, first), *rest = lines
    found = [_heading(cell) for cell in first]
    headings = renamed(found, needed, mapping or {})
    missing = tuple(name for name in needed if name not in headings)
    faults = _heading_faults(top, headings, missing)
    if not faults and not rest:
        faults = (Fault(top + 1, "", "", "見出しの下にデータの行がありません。職員等の行を入れてください。"),)
    if faults:
        return Sheet(faults=faults, headings=tuple(filter(None, found)), missing=missing)
    rows = tuple(Row(number, _by_heading(headings, cells)) for number, cells in rest)
    return Sheet(rows, headings=tuple(filter(None, found)))


# ---- lines ----------------------------------------------------------------------------------------------------------


def _lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, with their numbers."""
    if len(content) > LARGEST:
        raise _UnreadableError(too_large())
    found = _workbook_lines(content) if content.startswith(_WORKBOOKS) else _text_lines(content)
    for number, cells in enumerate(found, start=1):
        if number > MOST_ROWS + 1:
            raise _UnreadableError(_TOO_MANY_ROWS)
        trimmed = [cell.strip() for cell in cells]
        if any(trimmed):
            yield number, trimmed


def too_large() -> str:
    return f"ファイルが大きすぎます。{LARGEST // 1024**2}MBまでのファイルを選んでください。"


def _text_lines(content: bytes) -> Iterator[list[str]]:
    if content.startswith(_UTF_16):
        raise _UnreadableError("UTF-16のファイルです。シフトJIS又はUTF-8のCSVとして保存し直してください。")
    text = decoded(content)
    if _is_no_text(text[:4000]):
        raise _UnreadableError("文字のファイルではありません。CSV又はExcelのファイルを選んでください。")
    try:
        yield from csv.reader(io.StringIO(text, newline=""))
    except csv.Error as error:
        raise _UnreadableError("CSVとして読めません。Excelで「CSV」として保存し直してください。") from error


def _is_no_text(head: str) -> bool:
    """A picture or a program: more than one character in ten is none."""
    strange = sum(one == UNREADABLE or (one not in "\r\n\t" and unicodedata.category(one) == "Cc") for one in head)
    return strange * 10 > len(head)


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
    zipped = content.startswith(ZIPPED)
    if zipped:
        check_size(content)
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        if sheet.total_height > MOST_ROWS + 1:
            raise _UnreadableError(_TOO_MANY_ROWS)
        rows = sheet.to_python(skip_empty_area=False)
    except CalamineError as error:
        raise _UnreadableError(NO_WORKBOOK) from error
    valueless = without_value(content) if zipped else {}
    for index, cells in enumerate(rows):
        texts = [_cell_text(cell) for cell in cells]
        for column in range(len(texts)) if valueless else ():
            texts[column] = valueless.get((index, column), texts[column])
        yield texts


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


def renamed(headings: Sequence[str], needed: Iterable[str], mapping: Mapping[str, str]) -> list[str]:
    """The headings with ours in place of those that are remembered to stand for them."""
    ours = {mapping[name]: name for name in needed if name not in headings and mapping.get(name)}
    return [ours.get(heading, heading) for heading in headings]


def _heading_faults(row: int, headings: Sequence[str], missing: Iterable[str]) -> tuple[Fault, ...]:
    lost = [Fault(row, name, "", f"見出し「{name}」の列がありません。") for name in missing]
    twice = sorted({name for name in headings if name and headings.count(name) > 1})
    words = "の列が二つ以上あります。一つにしてください。"
    doubled = [Fault(row, name, name, f"見出し「{name}」{words}") for name in twice]
    return (*lost, *doubled)


def _by_heading(headings: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    found = {name: cell for name, cell in zip(headings, cells, strict=False) if name}
    surplus = [cell for index, cell in enumerate(cells) if cell and (index >= len(headings) or not headings[index])]
    if surplus:
        found[WITHOUT_HEADING] = "、".join(surplus)
    if any(headings[len(cells) :]):
        found[TOO_SHORT] = f"{len(cells)}列"
    return found
