from datetime import date
from decimal import Decimal

import pytest

from lms.lib.tables import Cell, Column, Rate, Table
from lms.lib.tables.cells import column_widths, fits_portrait, shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("00123", "00123"),
        (0, "0"),
        (1234567, "1,234,567"),
        (Decimal("1082.50"), "1,082.50"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (Rate(37, 38), "97.4%（37/38）"),
    ],
)
def test_cells_are_shown_as_people_write_them(value: Cell, text: str) -> None:
    assert shown(value) == text


def test_a_column_is_as_wide_as_its_widest_cell_counted_in_half_width() -> None:
    columns = (Column("a", "番号"), Column("b", "氏名"), Column("c", "備考"))
    assert column_widths(Table("表", columns, [("1", "髙橋　正樹", "あ" * 100)])) == [6, 10, 48]


def test_a_table_without_rows_is_as_wide_as_its_head() -> None:
    assert column_widths(Table("表", (Column("a", "職員番号"),), ())) == [8]


def test_few_columns_fit_an_upright_page_and_many_do_not() -> None:
    assert fits_portrait([10, 20, 30])
    assert not fits_portrait([10, 20, 30, 40])
