import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.lib import fiscal_year as fy
from lms.lib.fiscal_year import ChangeYearStyle

OLDEST = datetime(1990, 1, 1)  # noqa: DTZ001 - hypothesis adds the zone
days = st.dates(min_value=date(1873, 1, 1), max_value=date(2117, 12, 31))


@pytest.fixture
def server_in_utc() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "UTC"
    time.tzset()
    yield
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


# ---- fiscal years


@pytest.mark.parametrize(
    ("on", "year"),
    [
        (date(2026, 3, 31), 2025),
        (date(2026, 4, 1), 2026),
        (date(2027, 1, 1), 2026),
        (date(2027, 3, 31), 2026),
        (date(2027, 4, 1), 2027),
    ],
)
def test_the_fiscal_year_begins_on_the_first_of_april(on: date, year: int) -> None:
    assert fy.fiscal_year(on) == year


def test_the_last_second_of_march_in_japan_counts_for_the_old_year_on_a_server_in_utc(server_in_utc: None) -> None:
    assert fy.fiscal_year_of(datetime(2027, 3, 31, 14, 59, 59, tzinfo=UTC)) == 2026
    assert fy.local_date(datetime(2027, 3, 31, 14, 59, 59, tzinfo=UTC)) == date(2027, 3, 31)


def test_midnight_in_japan_begins_the_new_year_on_a_server_in_utc(server_in_utc: None) -> None:
    assert fy.fiscal_year_of(datetime(2027, 3, 31, 15, 0, tzinfo=UTC)) == 2027
    assert fy.local_date(datetime(2027, 3, 31, 15, 0, tzinfo=UTC)) == date(2027, 4, 1)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        fy.local_date(datetime(2027, 3, 31, 23, 59))  # noqa: DTZ001 - the naive moment is the point


def test_a_fiscal_year_runs_from_april_to_march() -> None:
    assert (fy.first_day(2026), fy.last_day(2026)) == (date(2026, 4, 1), date(2027, 3, 31))
    assert fy.start_of_year(2026) == datetime(2026, 3, 31, 15, 0, tzinfo=UTC)
    assert fy.end_of_year(2026) == datetime(2027, 3, 31, 15, 0, tzinfo=UTC)


def test_one_year_ends_where_the_next_begins() -> None:
    assert fy.end_of_year(2026) == fy.start_of_year(2027)


@given(on=days)
def test_every_moment_of_a_day_is_on_that_day_and_no_other(on: date) -> None:
    assert fy.local_date(fy.start_of_day(on)) == on
    assert fy.local_date(fy.end_of_day(on) - timedelta(microseconds=1)) == on
    assert fy.local_date(fy.end_of_day(on)) == on + timedelta(days=1)


@given(at=st.datetimes(min_value=OLDEST, timezones=st.timezones()))
def test_the_zone_in_which_a_moment_is_written_does_not_change_its_fiscal_year(at: datetime) -> None:
    assert fy.fiscal_year_of(at) == fy.fiscal_year_of(at.astimezone(timezone(timedelta(hours=-11))))


@given(on=days)
def test_every_day_lies_within_its_own_fiscal_year(on: date) -> None:
    year = fy.fiscal_year(on)
    assert fy.first_day(year) <= on <= fy.last_day(year)


# ---- eras


@pytest.mark.parametrize(
    ("on", "text"),
    [
        (date(1873, 1, 1), "明治6年1月1日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2020, 1, 1), "令和2年1月1日"),
        (date(2027, 1, 1), "令和9年1月1日"),
    ],
)
def test_a_date_is_written_in_the_era_of_that_day(on: date, text: str) -> None:
    assert fy.era_date(on) == text


def test_papers_write_dates_in_full_width() -> None:
    assert fy.era_date_wide(date(2026, 6, 12)) == "令和８年６月１２日"
    assert fy.era_date_wide(date(2019, 5, 1)) == "令和元年５月１日"


def test_the_short_form_counts_the_first_year_as_one() -> None:
    assert fy.short_era_date(date(2026, 6, 12)) == "R8.6.12"
    assert fy.short_era_date(date(2019, 5, 1)) == "R1.5.1"


def test_a_day_before_the_gregorian_calendar_has_no_era_date() -> None:
    with pytest.raises(ValueError, match="1872-12-31"):
        fy.era_date(date(1872, 12, 31))


def test_january_2027_is_reiwa_9_but_fiscal_year_reiwa_8() -> None:
    on = date(2027, 1, 1)
    assert str(fy.era_year(on)) == "令和9年"
    assert fy.fiscal_year_name(fy.fiscal_year(on)) == "令和8年度"


def test_the_year_of_the_change_is_named_in_the_style_of_the_city() -> None:
    assert fy.fiscal_year_name(2019, style=ChangeYearStyle.OLD_ERA) == "平成31年度"
    assert fy.fiscal_year_name(2019, style=ChangeYearStyle.NEW_ERA) == "令和元年度"


@pytest.mark.parametrize("style", ChangeYearStyle)
@pytest.mark.parametrize(
    ("year", "name"),
    [(1988, "昭和63年度"), (1989, "平成元年度"), (2018, "平成30年度"), (2020, "令和2年度"), (2026, "令和8年度")],
)
def test_the_style_changes_no_other_year(year: int, name: str, style: ChangeYearStyle) -> None:
    assert fy.fiscal_year_name(year, style=style) == name


def test_papers_name_the_fiscal_year_in_full_width() -> None:
    assert fy.fiscal_year_name_wide(2026) == "令和８年度"


def test_certificate_numbers_take_the_year_of_the_era() -> None:
    assert fy.fiscal_year_in_era(2026).number == 8


# ---- reading dates


@pytest.mark.parametrize(
    "text",
    [
        "R8.4.1", "R08.04.01", "r8.4.1", "R8/4/1", "R8-4-1", "Ｒ８．４．１", "Ｒ８／４／１", "R 8. 4. 1",
        "令和8年4月1日", "令和 8年 4月 1日", "令和８年４月１日", "令和8.4.1", "㋿8年4月1日",
        "2026-04-01", "2026/4/1", "2026.4.1", "20260401", "２０２６０４０１", "2026年4月1日", "２０２６年４月１日",
        "２０２６−０４−０１", "２０２６－０４－０１", "　2026-04-01　", " R8.4.1\t",
    ],
)  # fmt: skip
def test_one_day_is_read_in_every_way_that_people_write_it(text: str) -> None:
    assert fy.parse_date(text) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R元.5.1", date(2019, 5, 1)),
        ("R1.5.1", date(2019, 5, 1)),
        ("H31.4.30", date(2019, 4, 30)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("S64.1.7", date(1989, 1, 7)),
        ("昭和39年10月10日", date(1964, 10, 10)),
        ("T15.12.24", date(1926, 12, 24)),
        ("M45.7.29", date(1912, 7, 29)),
        ("R10.2.29", date(2028, 2, 29)),
    ],
)
def test_eras_are_read_up_to_their_last_day(text: str, on: date) -> None:
    assert fy.parse_date(text) == on


def test_a_cell_that_already_is_a_date_passes() -> None:
    assert fy.parse_date(date(2026, 4, 1)) == date(2026, 4, 1)
    assert fy.parse_date(datetime(2026, 4, 1, 0, 0)) == date(2026, 4, 1)  # noqa: DTZ001 - what a spreadsheet gives


def test_an_aware_moment_is_read_as_its_day_in_japan() -> None:
    assert fy.parse_date(datetime(2026, 3, 31, 15, 0, tzinfo=UTC)) == date(2026, 4, 1)


@pytest.mark.parametrize("text", ["H31.5.1", "平成31年5月1日", "S64.1.8", "R1.4.30", "T15.12.25", "M5.1.1", "R0.5.1"])
def test_a_day_outside_its_era_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match=f"「{text}」は.+の期間にない日付です。"):
        fy.parse_date(text)


@pytest.mark.parametrize("text", ["R8.2.30", "2026-02-29", "20261301", "令和8年4月31日", "2026/0/1"])
def test_a_day_that_no_calendar_has_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match=f"「{text}」は暦にない日付です。"):
        fy.parse_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "　", "未定", "R8", "8.4.1", "R8.4", "R8.4/1", "2026-4", "26-04-01", "2026/4/1 2", "20 26/4/1",
        "2026-04-01 09:00", "X8.4.1", "R８年４月", "令和8年4月1",
        "46113", "202604011", "٢٠٢٦-٠٤-٠١", "R8.4.1\x00", "R8.4.1まで",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_the_text_and_a_remedy(text: str) -> None:
    with pytest.raises(ValueError, match="として読めません") as refusal:
        fy.parse_date(text)
    assert str(refusal.value).startswith(f"「{text}」")
    assert "のように書いてください。" in str(refusal.value)


def test_a_year_with_a_slipped_digit_is_refused() -> None:
    with pytest.raises(ValueError, match="「0206-04-01」は古すぎる日付です。"):
        fy.parse_date("0206-04-01")


@given(on=days)
def test_what_the_product_writes_it_reads_back(on: date) -> None:
    for written in (
        fy.era_date(on),
        fy.era_date_wide(on),
        fy.short_era_date(on),
        on.isoformat(),
        f"{on:%Y%m%d}",
        f"{on.year}/{on.month}/{on.day}",
        f"　{on.year}年{on.month}月{on.day}日 ",
    ):
        assert fy.parse_date(written) == on


@given(text=st.text(alphabet="RHS令和平成元年月日0123456789０８．./- 　-", max_size=14))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        on = fy.parse_date(text)
    except ValueError as refusal:
        assert f"「{text}」" in str(refusal)
    else:
        assert fy.parse_date(fy.era_date(on)) == on
