"""Days that have passed, as staff write them into a form."""

from datetime import date
from typing import Any

from django import forms

from lms.lib.fiscal_year import era_date, first_day, fiscal_year, parse_date

EXAMPLES = "例：R8.6.20　令和8年6月20日　2026-06-20"


class DayField(forms.CharField):
    """A day in an era or in western years, in any width; required unless told otherwise."""

    widget = forms.TextInput(attrs={"class": "input--8"})

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        usual = {"help_text": EXAMPLES, "error_messages": {"required": f"{label}を入力してください。"}}
        super().__init__(label=label, **(usual | kwargs))

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_date(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


def refuse_unlikely(held_on: date, today: date) -> None:
    """A day that has come, in this fiscal year or the last one; older ones come in as 移行データ."""
    earliest = first_day(fiscal_year(today) - 1)
    if held_on > today:
        raise forms.ValidationError("まだ来ていない日付です。実施した日を入力してください。")
    if held_on < earliest:
        raise forms.ValidationError(f"{era_date(earliest)}より前の日付は記録できません。実施した日を確かめてください。")
