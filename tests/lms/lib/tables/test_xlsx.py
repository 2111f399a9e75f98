import io
import zipfile
from dataclasses import replace
from datetime import datetime

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from lms.lib.tables import Column, Kind, Rate, Table
from lms.lib.tables.unwritable import UnwritableCharactersError
from lms.lib.tables.xlsx import to_xlsx


def sheet(table: Table) -> Worksheet:
    return load_workbook(io.BytesIO(to_xlsx(table))).active


def one_cell(text: str) -> Table:
    return Table("表", (Column("x", "氏名"),), ((text,),))


def test_the_sheet_holds_head_rows_total_and_after_an_empty_line_the_notes(table: Table) -> None:
    values = [[value for value in row if value is not None] for row in sheet(table).iter_rows(values_only=True)]
    assert values == [
        ["所属コード", "所属名", "確認日", "対象者数", "平均点", "修了率"],
        ["00123", "髙﨑課", datetime(2026, 7, 31), 1038, 82.5, 37 / 38],  # noqa: DTZ001 - what a spreadsheet holds
        ["01", "議会事務局", 0, "対象なし"],
        ["合計", 1038, 82.5, 37 / 38],
        [],
        ["基準日", "令和8年7月31日現在"],
        ["定義", "修了率＝修了者数÷対象者数"],
        ["機密性区分", "機密性2"],
    ]


def test_codes_are_text_and_figures_and_dates_compute(table: Table) -> None:
    row = sheet(table)[2]
    assert [cell.data_type for cell in row] == ["s", "s", "d", "n", "n", "n"]
    assert [cell.number_format for cell in row] == [
        "@", "@", '[$-411]ggge"年"m"月"d"日"', "#,##0", "General", "0.0%",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["=1+1", "=cmd|'/c calc'!A0", "+1", "-1", "@x", "#N/A", "00123", "1-2", "2026-04-01", "TRUE"]
)
def test_text_is_never_a_formula_an_error_or_a_number(text: str) -> None:
    cell = sheet(one_cell(text))["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_no_cell_of_the_file_is_written_as_a_formula() -> None:
    with zipfile.ZipFile(io.BytesIO(to_xlsx(one_cell("=1+1")))) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_rare_names_are_kept_as_they_are() -> None:
    assert sheet(one_cell("髙﨑𠮷葛\U000e0100　鷗"))["A2"].value == "髙﨑𠮷葛\U000e0100　鷗"


def test_the_head_is_frozen_bold_and_printed_on_every_page(table: Table) -> None:
    shown = sheet(table)
    assert shown.freeze_panes == "A2"
    assert shown.print_title_rows == "$1:$1"
    assert all(cell.font.bold for cell in shown[1])


def test_the_total_is_bold_and_the_rows_are_not(table: Table) -> None:
    shown = sheet(table)
    assert [shown.cell(row, 2).font.bold for row in (2, 3, 4)] == [False, False, True]


def test_columns_are_wide_enough_for_their_text(table: Table) -> None:
    shown = sheet(table)
    assert [round(shown.column_dimensions[letter].width) for letter in "ABF"] == [12, 12, 16]


def test_it_prints_on_a4_with_title_label_and_page_numbers(table: Table) -> None:
    shown = sheet(replace(table, title="A&B課の状況"))
    assert int(shown.page_setup.paperSize) == 9
    assert shown.sheet_properties.pageSetUpPr.fitToPage
    assert shown.oddHeader.center.text == "A&&B課の状況"
    assert shown.oddHeader.right.text == "機密性2"
    assert shown.oddFooter.center.text == "&P / &N"


def test_a_title_that_no_sheet_may_have_is_trimmed(table: Table) -> None:
    assert sheet(replace(table, title="R8/6月：[案]" + "長" * 40)).title == ("R8 6月： 案 " + "長" * 40)[:31]


def test_a_rate_is_a_number_that_excel_shows_as_we_do() -> None:
    table = Table("表", (Column("x", "修了率", Kind.RATE),), ((Rate(1, 3),), (Rate(0, 0),)))
    assert [cell.value for cell in sheet(table)["A"]] == ["修了率", 1 / 3, "対象なし"]


def test_a_control_character_is_named_with_its_place() -> None:
    with pytest.raises(UnwritableCharactersError, match="制御文字000B（2行目「氏名」）"):
        to_xlsx(one_cell("髙橋\x0b正樹"))


def test_line_breaks_and_tabs_are_no_such_characters() -> None:
    assert sheet(one_cell("一行目\n二行目\t終"))["A2"].value == "一行目\n二行目\t終"


def test_a_row_of_another_length_than_the_head_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="zip"):
        to_xlsx(Table("表", (Column("x", "氏名"),), (("a", "b"),)))
