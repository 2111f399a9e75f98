"""Forms of 受講免除: asked for, decided, given unasked, taken back."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from lms.duties.exempting import Grounds
from lms.duties.models import Duty, Exemption, ExemptionRequest, Requirement
from lms.people.forms.fields import EmployeeField, PlainForm

_LINES = {"rows": 3, "class": "input--full"}
_Decision = ExemptionRequest.Decision


def _text(label: str, *, required: bool = True, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs=_LINES)
    return forms.CharField(label=label, max_length=300, required=required, help_text=help_text, widget=widget)


def _reason() -> forms.CharField:
    return _text("理由", help_text="例：同じ内容の外部研修を修了したため。病気や休業の種類は書かないでください。")


class AskForm(PlainForm):
    reason = _reason()


class DecisionForm(PlainForm):
    """What the office says to a request."""

    decision = forms.ChoiceField(label="決定", choices=_Decision.choices, widget=forms.RadioSelect)
    approved_by = forms.CharField(
        label="承認者", max_length=100, required=False, help_text="承認するときに入力します。例：総務課長"
    )
    note = _text("付記", required=False, help_text="不承認のときは、その理由を入力します。申し出た所属にも表示します。")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("decision") == _Decision.GRANTED and not values.get("approved_by"):
            self.add_error("approved_by", "承認者を入力してください。")
        if values.get("decision") == _Decision.REFUSED and not values.get("note"):
            self.add_error("note", "不承認の理由を入力してください。")
        return values

    @property
    def grants(self) -> bool:
        return self.cleaned_data["decision"] == _Decision.GRANTED

    def grounds(self, asked: ExemptionRequest) -> Grounds:
        values = self.cleaned_data
        return Grounds(asked.reason, values["approved_by"], values["note"])


class GivingForm(PlainForm):
    """A decision that nobody asked for."""

    employee = EmployeeField()
    requirement = forms.ModelChoiceField(
        label="研修", queryset=Requirement.objects.none(), empty_label="選んでください",
        error_messages={"invalid_choice": "一覧から研修を選んでください。"},
    )  # fmt: skip
    reason = _reason()
    approved_by = forms.CharField(label="承認者", max_length=100, help_text="例：総務課長")
    note = _text("付記", required=False)

    def __init__(self, asked: QuerySet[Requirement], on: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["requirement"].queryset = asked
        self.fields["requirement"].label_from_instance = lambda row: row.course.title

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        employee, requirement = values.get("employee"), values.get("requirement")
        if employee and requirement:
            self._check(employee=employee, requirement=requirement)
        return values

    def _check(self, **subject: Any) -> None:
        if not Duty.objects.on(self.on).filter(**subject).exists():
            raise forms.ValidationError(
                "この職員は、この研修の受講対象者ではありません。職員番号と研修を確かめてください。"
            )
        if Exemption.objects.on(self.on).filter(**subject).exists():
            raise forms.ValidationError("この職員は、この研修の受講を既に免除されています。")

    @property
    def grounds(self) -> Grounds:
        values = self.cleaned_data
        return Grounds(values["reason"], values["approved_by"], values["note"])


class WithdrawalForm(PlainForm):
    reason = _text("取消しの理由")
