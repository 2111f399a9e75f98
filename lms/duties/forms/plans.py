"""Forms of a training plan as a whole."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from lms.duties.announcing import Letter
from lms.duties.models import Requirement
from lms.duties.plans import Approval
from lms.lib.day_field import DayField
from lms.people.forms.fields import PlainForm, WrittenField


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


class AnswerForm(PlainForm):
    """What the plan sets against the 課題 of the year before."""

    answer = WrittenField(
        label="前年度の課題への対応", max_length=600, required=False, rows=4,
        help_text="研修計画に印刷し、年度の報告書の「計画との対比」に載せます。",
    )  # fmt: skip


class CircularForm(PlainForm):
    """The letter that was written and sent outside."""

    trainings = forms.MultipleChoiceField(label="通知した研修", widget=forms.CheckboxSelectMultiple)
    sent_on = DayField(label="通知日", help_text="例：R8.5.20")
    document_number = forms.CharField(label="文書番号", max_length=60, required=False)

    def __init__(self, lines: Sequence[Requirement], today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lines, self._today = {str(line.pk): line for line in lines}, today
        self.fields["trainings"].choices = [(key, line.course.title) for key, line in self._lines.items()]
        self.fields["trainings"].error_messages["required"] = "通知した研修を一つ以上選んでください。"

    def clean_sent_on(self) -> date:
        if self.cleaned_data["sent_on"] > self._today:
            raise forms.ValidationError("通知日は、今日までの日にしてください。通知した後に記録します。")
        return self.cleaned_data["sent_on"]

    @property
    def lines(self) -> list[Requirement]:
        return [self._lines[key] for key in self.cleaned_data["trainings"]]

    @property
    def letter(self) -> Letter:
        return Letter(self.cleaned_data["sent_on"], self.cleaned_data["document_number"])
