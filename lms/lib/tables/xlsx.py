"""A table as XLSX: header first and frozen, then rows, then, after an empty line, the notes.

Meant for lists up to some ten thousand rows; longer ones are written by `xlsx_stream`.
"""

import io
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties

from lms.lib.tables.cells import column_widths, fits_portrait
from lms.lib.tables.table import NOBODY, Cell, Rate, Table
from lms.lib.tables.unwritable import refuse_not_in_xml

_A4 = 9
_TEXT, _WHOLE, _DECIMAL, _PERCENT = "@", "#,##0", "General", "0.0%"
_ERA_DATE = '[$-411]ggge"年"m"月"d"日"'
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_BOLD, _GREY = Font(bold=True), PatternFill("solid", fgColor="F2F2F2")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def to_xlsx(table: Table) -> bytes:
    """The table as a file: text stays text whatever it begins with, codes keep their zeros, dates and rates compute.

    Raises UnwritableCharactersError.
    """
    return to_workbook(table.title, [table])


def to_workbook(title: str, tables: Sequence[Table]) -> bytes:
    """Several tables, a sheet each. Raises UnwritableCharactersError."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = title, ""
    for table in tables:
        _add(book, table)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _add(book: Workbook, table: Table) -> None:
    refuse_not_in_xml(
        [[column.label for column in table.columns], *(_texts(row) for row in (*table.all_rows, *table.all_notes))],
        form="XLSX",
    )
    sheet = book.create_sheet(_NOT_IN_A_SHEET_NAME.sub(" ", table.title)[:31])
    _set_up(sheet, table)
    _fill(sheet, table)


def _texts(row: Sequence[Cell]) -> list[str]:
    return [value if isinstance(value, str) else "" for value in row]


def _set_up(sheet: WriteOnlyWorksheet, table: Table) -> None:
    widths = column_widths(table)
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width + 2
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "portrait" if fits_portrait(widths) else "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddHeader.center.text = table.title.replace("&", "&&")
    sheet.oddHeader.right.text = table.confidentiality.replace("&", "&&")
    sheet.oddFooter.center.text = "&P / &N"


def _fill(sheet: WriteOnlyWorksheet, table: Table) -> None:
    sheet.append([_heading(sheet, column.label) for column in table.columns])
    for row in table.rows:
        sheet.append([_cell(sheet, value) for _, value in zip(table.columns, row, strict=True)])
    if table.total is not None:
        sheet.append([_bold(_cell(sheet, value)) for _, value in zip(table.columns, table.total, strict=True)])
    if table.all_notes:
        sheet.append([])
    for note in table.all_notes:
        sheet.append([_cell(sheet, text) for text in note])


def _heading(sheet: WriteOnlyWorksheet, label: str) -> WriteOnlyCell:
    cell = _bold(_cell(sheet, label))
    cell.fill, cell.alignment = _GREY, _WRAPPED
    return cell


def _bold(cell: WriteOnlyCell) -> WriteOnlyCell:
    cell.font = _BOLD
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: Cell) -> WriteOnlyCell:
    if isinstance(value, Rate):
        return _rate(sheet, value)
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = _number_format(value)
    if isinstance(value, str):
        cell.data_type = "s"  # else openpyxl makes a formula of "=…" and an error of "#N/A"
    return cell


def _rate(sheet: WriteOnlyWorksheet, rate: Rate) -> WriteOnlyCell:
    if not rate.denominator:
        return _cell(sheet, NOBODY)
    cell = WriteOnlyCell(sheet, rate.numerator / rate.denominator)
    cell.number_format = _PERCENT
    return cell


def _number_format(value: str | int | Decimal | date | None) -> str:
    if isinstance(value, str):
        return _TEXT
    if isinstance(value, date):
        return _ERA_DATE
    return _WHOLE if isinstance(value, int) else _DECIMAL
