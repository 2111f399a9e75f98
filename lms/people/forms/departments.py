"""Forms by which the organisation is read and changed."""

from datetime import date
from typing import Any

from django import forms

from lms.lib.day_field import DayField
from lms.people.forms.fields import CodeField, DepartmentField, PlainForm
from lms.people.models import DepartmentVersion
from lms.people.reorganising import Traits

_AUTHORITIES = "例：市長、教育委員会、議会の議長、代表監査委員、選挙管理委員会、農業委員会、消防長"
_MOST_PARTS = 4


class DayForm(PlainForm):
    """The day that a page shows."""

    on = DayField(label="基準日", required=False, help_text="例：R9.4.1　空欄は今日")


class TraitsForm(PlainForm):
    """What a department is from a day on."""

    name = forms.CharField(label="所属名", max_length=100)
    parent = DepartmentField(label="上位所属", required=False)
    appointing_authority = forms.CharField(label="任命権者", max_length=50, required=False, help_text=_AUTHORITIES)
    reports = forms.BooleanField(label="報告単位にする", required=False)
    on = DayField(
        label="開始日", help_text="この日から変わります。それより前の名称や報告はそのまま残ります。例：R9.4.1"
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].offer(today, "なし（最も上の所属）")

    @property
    def traits(self) -> Traits:
        values = self.cleaned_data
        parent = values["parent"]
        return Traits(
            name=values["name"], parent_id=parent.pk if parent else None,
            appointing_authority=values["appointing_authority"], reports=values["reports"],
        )  # fmt: skip


class ChangeDayForm(PlainForm):
    """From which day on something is to change: the form that follows shows what the department is on that day."""

    on = DayField(
        label="開始日", help_text="この日から変わります。それより前の名称や報告はそのまま残ります。例：R9.4.1"
    )


class ChangeForm(TraitsForm):
    on = DayField(label="開始日", widget=forms.HiddenInput)


class FoundingForm(TraitsForm):
    code = CodeField(label="所属コード", help_text="一度使った所属コードは、別の所属には使えません。")
    field_order = ["code"]


def traits_of(version: DepartmentVersion) -> dict[str, Any]:
    """What the form shows before anything is changed."""
    return {
        "name": version.name, "parent": version.parent_id, "appointing_authority": version.appointing_authority,
        "reports": version.reports,
    }  # fmt: skip


def labels_of_changes(before: DepartmentVersion, to: Traits) -> list[str]:
    names = {"name": "所属名", "parent_id": "上位所属", "appointing_authority": "任命権者", "reports": "報告単位"}
    return [label for name, label in names.items() if getattr(before, name) != getattr(to, name)]


class MergeForm(PlainForm):
    into = DepartmentField(label="統合する先の所属")
    on = DayField(label="統合する日", help_text="この日から、職員の発令は統合する先の所属に続きます。例：R9.4.1")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].offer(today, "選んでください")


class SplitForm(PlainForm):
    """The new departments, by code and name; how many is up to the clerk."""

    on = DayField(label="分割する日")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, _MOST_PARTS + 1):
            needed = number == 1
            self.fields[f"code{number}"] = CodeField(label=f"新しい所属{number}の所属コード", required=needed)
            self.fields[f"name{number}"] = forms.CharField(
                label=f"新しい所属{number}の所属名", max_length=100, required=needed
            )
        self.say_plainly()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for number in range(2, _MOST_PARTS + 1):
            code, name = values.get(f"code{number}"), values.get(f"name{number}")
            if bool(code) != bool(name):
                self.add_error(f"{'name' if code else 'code'}{number}", "所属コードと所属名の両方を入力してください。")
            if code and code in [values.get(f"code{earlier}") for earlier in range(1, number)]:
                self.add_error(
                    f"code{number}", f"所属コード「{code}」を二つの所属に入力しています。別のコードを入力してください。"
                )
        return values

    @property
    def parts(self) -> list[tuple[str, str]]:
        pairs = [(self.cleaned_data[f"code{n}"], self.cleaned_data[f"name{n}"]) for n in range(1, _MOST_PARTS + 1)]
        return [pair for pair in pairs if pair[0]]


class CloseForm(PlainForm):
    on = DayField(label="廃止する日", help_text="この日から無くなります。前の日まではあります。例：R9.4.1")
