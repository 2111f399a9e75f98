"""What is entered on the way of a report."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from lms.certificates.standing import Member
from lms.duties.routes import Step, StepKind
from lms.lib.day_field import DayField
from lms.lib.fiscal_year import era_date_wide
from lms.people.forms.fields import PlainForm
from lms.reports.chain.confirming import Remarks
from lms.reports.chain.stepping import Decision
from lms.reports.forms import purpose_field


class ConfirmForm(PlainForm):
    """所見, and of each unfinished person why and when it is planned; all of it may stay empty."""

    def __init__(self, members: Sequence[Member], *args: Any, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        if again:
            self.fields["again_because"] = forms.CharField(label="改めて確認する理由", max_length=200)
        self.fields["comment"] = forms.CharField(
            label="所見・今後の対応", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
        )
        for member in members:
            self.fields[f"reason_{member.employee_id}"] = forms.CharField(
                label=f"{member.name}の理由", max_length=60, required=False
            )
            self.fields[f"planned_{member.employee_id}"] = DayField(label=f"{member.name}の受講予定日", required=False)
        self.say_plainly()

    def main_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("again_because", "comment") if name in self.fields]

    def lines(self) -> list[tuple[Member, forms.BoundField, forms.BoundField]]:
        return [(one, self[f"reason_{one.employee_id}"], self[f"planned_{one.employee_id}"]) for one in self.members]

    @property
    def remarks(self) -> Remarks:
        values = self.cleaned_data
        said = {
            one.employee_id: (values[f"reason_{one.employee_id}"], _words(values[f"planned_{one.employee_id}"]))
            for one in self.members
        }
        reasons = {pk: words for pk, words in said.items() if any(words)}
        return Remarks(values["comment"], reasons, values.get("again_because", ""))


def _words(day: date | None) -> str:
    return era_date_wide(day) if day else ""


class PurposeForm(PlainForm):
    """What a file is taken out for."""

    purpose = purpose_field()


class FreezeForm(PlainForm):
    """Which day counts, and why there is another version."""

    on = DayField(label="基準日", help_text="この日現在の状況を確定します。")

    def __init__(self, first: date, latest: date, *args: Any, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": latest}, **kwargs)
        self._first, self._latest = first, latest
        if again:
            self.fields["reason"] = forms.CharField(label="改めて確定する理由", max_length=200)
        self.say_plainly()

    def clean_on(self) -> date:
        if not self._first <= self.cleaned_data["on"] <= self._latest:
            raise forms.ValidationError("基準日は、年度の初日から今日まで（過ぎた年度は末日まで）の日にしてください。")
        return self.cleaned_data["on"]


class StepForm(PlainForm):
    """As much as the step asks. Who holds the role of a 確認 or 分析 may leave out when and by whom it was decided."""

    def __init__(self, step: Step, today: date, *args: Any, must_say_when: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        area = forms.Textarea(attrs={"rows": 6})
        if step.kind == StepKind.ANALYSE:
            self.fields["text"] = forms.CharField(label="分析", max_length=2000, widget=area)
        else:
            self.fields["text"] = forms.CharField(label="意見", max_length=2000, required=False, widget=area)
        self.fields["decided_on"] = DayField(label="決裁日", required=must_say_when)
        self.fields["decided_by"] = forms.CharField(
            label="決裁権者", max_length=60, required=must_say_when, initial=step.title if must_say_when else "",
            help_text="会議の場合は会議の名称",
        )  # fmt: skip
        self.fields["document_number"] = forms.CharField(label="文書番号", max_length=60, required=False)
        self.say_plainly()

    def clean_decided_on(self) -> date | None:
        if self.cleaned_data["decided_on"] and self.cleaned_data["decided_on"] > self._today:
            raise forms.ValidationError("決裁日は、今日までの日にしてください。")
        return self.cleaned_data["decided_on"]

    @property
    def decision(self) -> Decision:
        return Decision(**self.cleaned_data)
