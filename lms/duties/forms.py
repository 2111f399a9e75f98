"""Forms of a training plan."""

from datetime import date
from typing import Any

from django import forms

from courses.models import Course
from lms.duties.models import TrainingPlan
from lms.duties.plans import Approval, Period
from lms.lib.fiscal_year import first_day, last_day


def _day(label: str, *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}))


class PlanForm(forms.Form):
    fiscal_year = forms.IntegerField(
        label="年度（西暦）", min_value=2000, max_value=2100, help_text="令和8年度は2026と入力します。",
        widget=forms.NumberInput(attrs={"class": "input--8"}),
    )  # fmt: skip


class RequirementForm(forms.Form):
    """実施研修 of a plan: a course of its office, and the days."""

    course = forms.ModelChoiceField(label="研修", queryset=Course.objects.none(), empty_label=None)
    opens_on = _day("実施期間の初日")
    due_on = _day("実施期間の末日")
    second_opens_on = _day("追加実施期間の初日", required=False)
    second_due_on = _day("追加実施期間の末日", required=False)

    def __init__(self, plan: TrainingPlan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        planned = plan.requirements.values("course")
        self.fields["course"].queryset = Course.objects.filter(office=plan.office).exclude(pk__in=planned)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        names = ("opens_on", "due_on", "second_opens_on", "second_due_on")
        opens, due, second_opens, second_due = (values.get(name) for name in names)
        if opens and due and due < opens:
            self.add_error("due_on", "実施期間の末日は、初日以後の日にしてください。")
        if bool(second_opens) != bool(second_due):
            self.add_error("second_due_on", "追加実施期間は、初日と末日の両方を入力してください。")
        elif second_opens and due and not due < second_opens <= second_due:
            self.add_error("second_opens_on", "追加実施期間は、実施期間が終わった後の日にしてください。")
        self._within_the_year(days={name: values.get(name) for name in names})
        return values

    def _within_the_year(self, days: dict[str, date | None]) -> None:
        first, last = first_day(self.plan.fiscal_year), last_day(self.plan.fiscal_year)
        for name, day in days.items():
            if day and not first <= day <= last:
                self.add_error(name, "研修計画の年度の中の日にしてください。")

    @property
    def period(self) -> Period:
        values = {name: value for name, value in self.cleaned_data.items() if name != "course"}
        return Period(**values)


class ApprovalForm(forms.Form):
    """The decision taken outside the system is entered, not replaced."""

    approved_by = forms.CharField(label="承認した会議等", max_length=100, help_text="例：情報セキュリティ委員会")
    approved_on = _day("承認日")
    document_number = forms.CharField(label="文書番号", max_length=60, required=False)

    @property
    def approval(self) -> Approval:
        return Approval(**self.cleaned_data)
