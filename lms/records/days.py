"""Days that have passed, as staff write them into a form."""

from datetime import date

from django import forms

from lms.lib.fiscal_year import era_date, first_day, fiscal_year


def refuse_unlikely(held_on: date, today: date) -> None:
    """A day that has come, in this fiscal year or the last one; older ones come in as 移行データ."""
    earliest = first_day(fiscal_year(today) - 1)
    if held_on > today:
        raise forms.ValidationError("まだ来ていない日付です。実施した日を入力してください。")
    if held_on < earliest:
        raise forms.ValidationError(f"{era_date(earliest)}より前の日付は記録できません。実施した日を確かめてください。")
