"""Fields that these forms share, and the words they answer with."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from lms.people.models import Department, DepartmentVersion, Employee
from lms.people.revising import LATEST_FIRST, reaching

_SHORT = {"class": "input--8"}


class PlainForm(forms.Form):
    """Says in plain words which field lacks what."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say_plainly()

    def say_plainly(self) -> None:
        """For every field there is; again when a form has added some."""
        for field in self.fields.values():
            chosen = isinstance(field, forms.ChoiceField)
            words = f"{field.label}を{'選んで' if chosen else '入力して'}ください。"
            field.error_messages |= {"required": words, "invalid_choice": f"一覧から{field.label}を選んでください。"}
            for validator in field.validators:
                if isinstance(validator, forms.fields.validators.MaxLengthValidator):
                    validator.message = f"{field.label}は{validator.limit_value}文字までで入力してください。"


class WrittenField(forms.CharField):
    """Text of one line or more. A browser sends lines with two characters at each end; pasted text may hold some that
    have no shape, which no file could carry."""

    def __init__(self, *, rows: int = 1, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput()
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")

    def validate(self, value: str) -> None:
        super().validate(value)
        if any(unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t" for character in value):
            raise forms.ValidationError(
                f"{self.label}に、目に見えない文字（制御文字）が入っています。取り除いてください。"
            )


class CodeField(forms.CharField):
    """A code or number: the same in any width."""

    def __init__(self, *, label: str, required: bool = True, help_text: str = "") -> None:
        super().__init__(
            label=label, max_length=20, required=required, help_text=help_text, widget=forms.TextInput(attrs=_SHORT)
        )

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFKC", super().to_python(value)).strip()


class EmployeeField(CodeField):
    """A person, by 職員番号."""

    def __init__(self) -> None:
        super().__init__(label="職員番号", help_text="先頭の0も入力してください。")

    def clean(self, value: Any) -> Employee:
        number = super().clean(value)
        employee = Employee.objects.filter(staff_number=number).first()
        if employee is None:
            raise forms.ValidationError(f"職員番号「{number}」の職員は登録されていません。番号を確かめてください。")
        return employee


class DepartmentField(forms.TypedChoiceField):
    """A department that is there on a day or comes later."""

    def __init__(self, *, label: str = "所属", required: bool = True, help_text: str = "") -> None:
        super().__init__(
            label=label, required=required, help_text=help_text, empty_value=None,
            coerce=lambda pk: Department.objects.get(pk=pk),
        )  # fmt: skip

    def offer(self, on: date, nothing: str) -> None:
        self.choices = [("", nothing), *names_from(on).items()]


def names_from(on: date) -> Mapping[int, str]:
    """Code and name of every department that is there on a day or comes later, by id. One query."""
    rows = reaching(DepartmentVersion, on).order_by("department__code", LATEST_FIRST)
    return {pk: f"{code}　{name}" for pk, code, name in rows.values_list("department", "department__code", "name")}
