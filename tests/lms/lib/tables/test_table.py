from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.lib.tables import Column, Kind, Rate, Table


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (Rate(37, 38), "97.4%（37/38）"),
        (Rate(0, 38), "0.0%（0/38）"),
        (Rate(38, 38), "100.0%（38/38）"),
        (Rate(1, 16), "6.3%（1/16）"),
        (Rate(0, 0), "対象なし"),
    ],
)
def test_a_rate_shows_one_decimal_and_its_numbers(rate: Rate, text: str) -> None:
    assert str(rate) == text


@given(denominator=st.integers(1, 5000), data=st.data())
def test_a_rate_is_never_off_by_more_than_half_of_its_last_digit(denominator: int, data: st.DataObject) -> None:
    numerator = data.draw(st.integers(0, denominator))
    assert abs(Rate(numerator, denominator).percent - Decimal(numerator) * 100 / denominator) <= Decimal("0.05")


def test_only_numbers_and_rates_are_figures() -> None:
    assert [kind for kind in Kind if Column("x", "x", kind).is_figure] == [Kind.NUMBER, Kind.RATE]


def test_the_label_of_confidentiality_is_the_last_note(table: Table) -> None:
    assert table.all_notes[-1] == ("機密性区分", "機密性2")


def test_a_table_without_a_label_has_no_note_about_it() -> None:
    assert Table("表", (Column("x", "x"),), ()).all_notes == []


def test_the_total_stands_under_the_rows(table: Table) -> None:
    assert [row[1] for row in table.all_rows] == ["髙﨑課", "議会事務局", "合計"]
