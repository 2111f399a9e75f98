"""Long workbooks, read back by two other libraries."""

import tracemalloc
from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from lms.lib.tables import Cell, Column, Kind, Rate, Table
from lms.lib.tables.unwritable import UnwritableCharactersError
from lms.lib.tables.xlsx import to_xlsx
from lms.lib.tables.xlsx_stream import write_xlsx

COLUMNS = (
    Column("name", "氏名"), Column("number", "職員番号", Kind.CODE), Column("count", "件数", Kind.NUMBER),
    Column("on", "修了日", Kind.DATE), Column("rate", "修了率", Kind.RATE),
)  # fmt: skip
FRAME = Table("名簿 <令和8年度>", COLUMNS, [], confidentiality="機密性２")
ROWS: list[list[Cell]] = [
    ["髙橋　正樹", "00012", 3, date(2026, 6, 12), Rate(37, 38)],
    ["=1+1 <&> \n二行目 ", "@x", None, None, Rate(0, 0)],
    ["葛\U000e0100城 𠮷", "", 0, date(2024, 2, 29), Rate(1, 1)],
]


def written(rows: Iterator[list[Cell]]) -> bytes:
    buffer = BytesIO()
    write_xlsx(buffer, FRAME, rows, lambda number: [("件数", f"{number:,}件")])
    return buffer.getvalue()


def test_another_library_reads_what_was_written() -> None:
    [name] = (book := CalamineWorkbook.from_filelike(BytesIO(written(iter(ROWS))))).sheet_names
    assert name == "名簿 <令和8年度>"
    assert book.get_sheet_by_index(0).to_python() == [
        [column.label for column in COLUMNS],
        ["髙橋　正樹", "00012", 3.0, date(2026, 6, 12), 37 / 38],
        ["=1+1 <&> \n二行目 ", "@x", "", "", "対象なし"],
        ["葛\U000e0100城 𠮷", "", 0.0, date(2024, 2, 29), 1.0],
        ["", "", "", "", ""],
        ["件数", "3件", "", "", ""],
        ["機密性区分", "機密性２", "", "", ""],
    ]


def test_a_long_file_looks_like_a_short_one() -> None:
    short = load_workbook(BytesIO(to_xlsx(Table(FRAME.title, COLUMNS, ROWS, confidentiality="機密性２")))).active
    long = load_workbook(BytesIO(written(iter(ROWS)))).active
    assert [cell.number_format for cell in long[2]] == [cell.number_format for cell in short[2]]
    assert (long.freeze_panes, long.print_title_rows) == (short.freeze_panes, short.print_title_rows)
    widths = [{key: one.width for key, one in sheet.column_dimensions.items()} for sheet in (long, short)]
    assert widths[0] == widths[1]
    assert long.oddHeader.right.text == "機密性２"


def test_rows_after_the_first_hundreds_are_there_and_memory_holds_few_of_them() -> None:
    rows = ([f"職員{number}", f"{number:05}", number, date(2026, 4, 1), Rate(1, 2)] for number in range(30_000))
    tracemalloc.start()
    content = written(rows)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    lines = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert lines[30_000] == ["職員29999", "29999", 29999.0, date(2026, 4, 1), 0.5]
    assert lines[-2][:2] == ["件数", "30,000件"]
    assert most < 12_000_000


def test_without_rows_there_are_head_and_notes() -> None:
    lines = CalamineWorkbook.from_filelike(BytesIO(written(iter([])))).get_sheet_by_index(0).to_python()
    assert [line[0] for line in lines] == ["氏名", "", "件数", "機密性区分"]


@pytest.mark.parametrize("before", [0, 300])
def test_a_character_that_no_workbook_holds_is_named_with_its_place(before: int) -> None:
    rows = [*([ROWS[0]] * before), ["山\x0b田", "1", 1, None, None]]
    with pytest.raises(UnwritableCharactersError, match=f"制御文字000B（{before + 2}行目「氏名」）"):
        written(iter(rows))
