"""Days written by hand: as the files have them, in any width."""

from datetime import date
from time import process_time

import pytest
from django import forms

from lms.lib.day_field import DayField


@pytest.mark.parametrize(
    "text",
    ["R8.4.1", "Ｒ８．４．１", "令和8年4月1日", "令和８年４月１日", "2026-04-01", "2026/4/1", "20260401", " R8.4.1　"],
)
def test_a_day_is_read_as_people_and_files_write_it(text):
    assert DayField(label="基準日").clean(text) == date(2026, 4, 1)


@pytest.mark.parametrize("text", ["4月1日", "R8.13.1", "きのう"])
def test_what_cannot_be_read_is_named(text):
    with pytest.raises(forms.ValidationError, match=text):
        DayField(label="基準日").clean(text)


def test_an_empty_day_is_asked_for_or_left_out():
    with pytest.raises(forms.ValidationError, match="基準日を入力してください。"):
        DayField(label="基準日").clean("")
    assert DayField(label="基準日", required=False).clean("　") is None


def test_a_day_is_shown_as_it_may_be_written():
    assert DayField(label="基準日").prepare_value(date(2026, 4, 1)) == "R8.4.1"


@pytest.mark.parametrize("text", ["9999-12-31", "2201-01-01", "M6.1.1", "1899-12-31"])
def test_a_day_beyond_what_anybody_enters_is_refused(text):
    with pytest.raises(forms.ValidationError, match=f"「{text}」は使えない日付です。"):
        DayField(label="終了日").clean(text)
    assert DayField(label="終了日").clean("2200-12-31")


@pytest.mark.parametrize("text", ["R8.4.1" + " " * 50_000 + "x", "年" * 50_000, "1" * 50_000 + "年"])
def test_a_long_text_is_refused_at_once_and_not_repeated(text):
    started = process_time()
    with pytest.raises(forms.ValidationError) as refused:
        DayField(label="終了日").clean(text)

    assert process_time() - started < 0.5
    assert len(refused.value.message) < 120
