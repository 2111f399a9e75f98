"""What the office writes, and which file it takes out."""

from datetime import date
from typing import Any

from django import forms
from django.db import models

from courses.models import Course
from lms.duties.models import TrainingPlan
from lms.lib.day_field import DayField
from lms.lib.fiscal_year import fiscal_year_name
from lms.people.forms.fields import PlainForm, WrittenField
from lms.reports.annual.files import ANNUAL_FORMATS, Edition
from lms.reports.annual.past import Past, years_of
from lms.reports.annual.texts import digest_of
from lms.reports.exporting import Format
from lms.reports.forms import Purpose
from lms.reports.models import AnnualTexts

_NUMBER = forms.NumberInput(attrs={"class": "input--8"})
_AREAS = ("purpose", "methods", "unfinished", "comparison")


def _text(row: models.Model, name: str, rows: int) -> forms.CharField:
    """For a column of words, with what stands in it."""
    column = row._meta.get_field(name)
    return WrittenField(
        label=str(column.verbose_name), max_length=column.max_length, required=False, rows=rows,
        initial=getattr(row, name),
    )  # fmt: skip


class TextsForm(PlainForm):
    """The texts of a plan's report; all of them may stay empty."""

    def __init__(self, texts: AnnualTexts, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._texts = texts
        self._digest = digest_of(texts)
        self.fields["meeting"] = _text(texts, "meeting", 1)
        self.fields["held_on"] = DayField(label="会議の日", required=False, initial=texts.held_on)
        for name in _AREAS:
            self.fields[name] = _text(texts, name, 3)
        self.fields["issues"] = _text(texts.plan, "issues", 3)
        self.fields["issues"].help_text = "次の年度の研修計画の案に示します。"
        self.say_plainly()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if self.seen != self._digest:
            raise forms.ValidationError(
                "この画面を開いた後に、ほかの人が文を保存しました。入力した文を控えてから画面を開き直して、"
                "保存された文と合わせてください。"
            )
        return values

    @property
    def seen(self) -> str:
        """A short name of the words that the page began with, sent back with what was made of them."""
        return self.data.get("seen", "") if self.is_bound else self._digest

    @property
    def texts(self) -> AnnualTexts:
        """With the 課題 on their plan."""
        for name, value in self.cleaned_data.items():
            setattr(self._texts.plan if name == "issues" else self._texts, name, value)
        return self._texts


class PastForm(PlainForm):
    """過去の年度の実績 of one training of the plan."""

    course = forms.ModelChoiceField(label="研修", queryset=Course.objects.none(), empty_label=None)
    fiscal_year = forms.TypedChoiceField(label="年度", coerce=int)
    required = forms.IntegerField(label="対象者（人）", min_value=1, max_value=1_000_000, widget=_NUMBER)
    completed = forms.IntegerField(label="修了者（人）", min_value=0, max_value=1_000_000, widget=_NUMBER)
    evidence = forms.CharField(label="根拠資料", max_length=200, help_text="例：令和7年度研修実施状況報告書")

    def __init__(self, plan: TrainingPlan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = Course.objects.filter(requirements__plan=plan).order_by("code")
        self.fields["fiscal_year"].choices = [(year, fiscal_year_name(year)) for year in years_of(plan)[-2::-1]]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("completed", 0) > values.get("required", 1_000_000):
            self.add_error("completed", "修了者は、対象者より多くできません。")
        return values

    @property
    def past(self) -> Past:
        return Past(**self.cleaned_data)


class AnnualFileForm(PlainForm):
    """Which file, for whom, as of when and what for."""

    format = forms.TypedChoiceField(
        label="形式", coerce=Format, choices=[(one.value, one.label) for one in ANNUAL_FORMATS],
        widget=forms.HiddenInput,
    )  # fmt: skip
    edition = forms.TypedChoiceField(
        label="用途", coerce=Edition, choices=Edition.choices,
        help_text="公開用にも、報告書に記した文はそのまま載ります。"
        "少ない人数や個人の事情が分かる記述がないか、出力する前に確かめてください。",
    )  # fmt: skip
    on = DayField(label="基準日")
    purpose = forms.ChoiceField(label="出力の目的", choices=Purpose.choices, initial=Purpose.REPORT)

    def __init__(self, first: date, latest: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": latest}, **kwargs)
        self._first, self._latest = first, latest

    def clean_on(self) -> date:
        if not self._first <= self.cleaned_data["on"] <= self._latest:
            raise forms.ValidationError("基準日は、年度の初日から今日まで（過ぎた年度は末日まで）の日にしてください。")
        return self.cleaned_data["on"]
