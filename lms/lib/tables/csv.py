"""A table as CSV that Japanese Excel opens: header first, then rows, then, after an empty line, the notes."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

from lms.lib.tables.table import Cell, Column, Table
from lms.lib.tables.unwritable import refuse_unwritable

Encoding = Literal["utf-8-sig", "utf-8", "cp932"]
# A spreadsheet takes these for the beginning of a formula, in full width too, or passes over them to the next.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_csv(table: Table, *, encoding: Encoding = "utf-8-sig") -> bytes:
    """The table as a file, in UTF-8 with a byte order mark or without, or in cp932; lines end with CRLF.

    Text that a spreadsheet would run as a formula gets an apostrophe in front. Raises UnwritableCharactersError.
    """
    lines = list(_lines(table))
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(lines)
    try:
        return buffer.getvalue().encode(encoding)
    except UnicodeEncodeError:
        refuse_unwritable(
            lines,
            lambda character: character.encode(encoding, "ignore").decode(encoding) == character,
            form="シフトJIS（CP932）",
            remedy="UTF-8の形式を選んで出力してください。",
        )
        raise


def csv_lines(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The same for rows that come one by one, however many: line by line, in UTF-8 with a byte order mark."""
    yield "\ufeff".encode()
    yield _line([_harmless(column.label) for column in columns])
    for row in rows:
        yield _line([_text(value) for value in row])


def _line(texts: list[str]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerow(texts)
    return buffer.getvalue().encode()


def _lines(table: Table) -> Iterator[list[str]]:
    yield [_harmless(column.label) for column in table.columns]
    for row in table.all_rows:
        yield [_text(value) for _, value in zip(table.columns, row, strict=True)]
    if table.all_notes:
        yield []
    for label, value in table.all_notes:
        yield [_harmless(label), _harmless(value)]


def _text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _harmless(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
