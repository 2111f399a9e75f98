"""The one form field for a day that somebody writes by hand."""

from datetime import date
from typing import Any

from django import forms

from lms.lib.fiscal_year import parse_date, short_era_date

# What people enter by hand lies within; the day before and the day after it can always be reckoned and written.
FIRST, LAST = date(1900, 1, 1), date(2200, 12, 31)


class DayField(forms.CharField):
    """A day as people and files write it in any width: R9.4.1, 令和9年4月1日, 2027-04-01. An error names it."""

    widget = forms.TextInput(attrs={"class": "input--8"})

    def __init__(self, *, label: str, required: bool = True, help_text: str = "例：R9.4.1", **kwargs: Any) -> None:
        usual = {"error_messages": {"required": f"{label}を入力してください。"}}
        super().__init__(label=label, required=required, help_text=help_text, **(usual | kwargs))

    def to_python(self, value: Any) -> date | None:  # type: ignore[override]  # text comes in, a day goes out
        text = super().to_python(value)
        if not text:
            return None
        try:
            day = parse_date(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if not FIRST <= day <= LAST:
            raise forms.ValidationError(f"「{text}」は使えない日付です。1900年から2200年までの日付にしてください。")
        return day

    def prepare_value(self, value: Any) -> Any:
        return short_era_date(value) if isinstance(value, date) else value
