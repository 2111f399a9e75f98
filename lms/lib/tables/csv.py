"""A table as CSV that Japanese Excel opens: header first, then rows, then, after an empty line, the notes."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import IO, Literal

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
    try:
        return _joined(lines).encode(encoding)
    except UnicodeEncodeError:
        _refuse(lines, encoding)
        raise


def write_csv(
    file: IO[bytes], columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, encoding: Encoding = "utf-8-sig"
) -> int:
    """The same for rows that come one by one, however many, without notes; says how many there were."""
    lines = csv_lines(columns, rows, encoding=encoding)
    file.write(next(lines))
    return sum(1 for line in lines if file.write(line))


def csv_lines(
    columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, encoding: Encoding = "utf-8-sig"
) -> Iterator[bytes]:
    """The head, and a line for each row."""
    encoder, head = codecs.getincrementalencoder(encoding)(), [_harmless(column.label) for column in columns]
    yield encoder.encode(_joined([head]))
    for passed, row in enumerate(rows):
        line = [_text(value) for value in row]
        try:
            yield encoder.encode(_joined([line]))
        except UnicodeEncodeError:
            _refuse([head, line], encoding, passed=passed)
            raise


def write_csv_notes(file: IO[bytes], notes: Iterable[tuple[str, str]], *, encoding: Encoding) -> None:
    """After the rows, and an empty line."""
    lines = [[], *([_harmless(label), _harmless(value)] for label, value in notes)]
    file.write(_joined(lines).encode("utf-8" if encoding == "utf-8-sig" else encoding))


def _refuse(lines: list[list[str]], encoding: Encoding, passed: int = 0) -> None:
    refuse_unwritable(
        lines,
        lambda character: character.encode(encoding, "ignore").decode(encoding) == character,
        form="シフトJIS（CP932）",
        remedy="UTF-8の形式を選んで出力してください。",
        passed=passed,
    )


def _joined(lines: list[list[str]]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(lines)
    return buffer.getvalue()


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
