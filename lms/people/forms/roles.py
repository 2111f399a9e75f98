"""Forms by which roles are listed and given, and accounts are looked through."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from lms.lib.day_field import DayField
from lms.people.forms.fields import DepartmentField, EmployeeField, PlainForm
from lms.people.organisation import Organisation
from lms.people.roles import Role


class RolesForm(PlainForm):
    """Which roles the list shows."""

    role = forms.ChoiceField(label="役割", required=False)
    department = forms.ChoiceField(label="所属（下の所属を含む）", required=False)
    on = DayField(label="基準日", required=False, help_text="例：R9.4.1　空欄は今日")

    def offer(self, roles: Iterable[Role], departments: Organisation) -> None:
        self.fields["role"].choices = [("", "すべての役割"), *((role.value, role.label) for role in roles)]
        names = [(node.code, f"{node.code}　{node.name}") for node in departments.nodes.values()]
        self.fields["department"].choices = [("", "すべての所属"), *names]


class GrantForm(PlainForm):
    employee = EmployeeField()
    role = forms.ChoiceField(label="役割")
    department = DepartmentField(required=False)
    on = DayField(label="開始日")
    ends_on = DayField(label="終了日", required=False, help_text="最後の日です。決まっていなければ空欄にします。")

    def __init__(self, *args: Any, roles: Iterable[Role], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "選んでください"), *((role.value, role.label) for role in roles)]
        self.fields["department"].offer(today, "全庁")

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class ReviewForm(PlainForm):
    """After how many days an account counts as unused."""

    days = forms.IntegerField(
        label="ログインのない日数", required=False, min_value=1, max_value=3650,
        widget=forms.NumberInput(attrs={"class": "input--4"}),
        error_messages={
            "invalid": "日数は数字で入力してください。", "min_value": "日数は1以上にしてください。",
            "max_value": "日数は3650までにしてください。",
        },
    )  # fmt: skip
