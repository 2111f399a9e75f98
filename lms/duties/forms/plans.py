"""Forms of a training plan as a whole."""

from django import forms

from lms.duties.plans import Approval
from lms.people.forms.fields import DayField, PlainForm


class PlanForm(PlainForm):
    fiscal_year = forms.IntegerField(
        label="年度（西暦）", min_value=2000, max_value=2100, help_text="令和8年度は2026と入力します。",
        widget=forms.NumberInput(attrs={"class": "input--8"}),
        error_messages={
            "invalid": "年度は西暦の数字で入力してください。", "min_value": "年度は2000以上にしてください。",
            "max_value": "年度は2100までにしてください。",
        },
    )  # fmt: skip


class ApprovalForm(PlainForm):
    """The decision taken outside the system is entered, not replaced."""

    approved_by = forms.CharField(label="承認した会議等", max_length=100, help_text="例：情報セキュリティ委員会")
    approved_on = DayField(label="承認日", help_text="例：R8.4.20")
    document_number = forms.CharField(label="文書番号", max_length=60, required=False)

    @property
    def approval(self) -> Approval:
        return Approval(**self.cleaned_data)
