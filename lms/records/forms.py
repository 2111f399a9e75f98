"""Forms of completions that were earned away from the screen."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from courses.models import Course
from lms.lib.day_field import DayField
from lms.lib.fiscal_year import end_of_day, era_date, fiscal_year, fiscal_year_name, start_of_day
from lms.records.away import AwayForm
from lms.records.confirming import waiting_people
from lms.records.models import AttendanceSheet, Completion

METHODS = (
    AttendanceSheet.Method.CLASSROOM, AttendanceSheet.Method.EXTERNAL, AttendanceSheet.Method.DRILL,
    AttendanceSheet.Method.PAPER, AttendanceSheet.Method.IN_HOUSE,
)  # fmt: skip
_YEARS_BACK = 10


def own_courses(offices: Sequence[str]) -> QuerySet[Course]:
    return Course.objects.taught().filter(office__in=offices).order_by("code")


class CourseField(forms.ModelChoiceField):
    """A course by its code, named by its title."""

    def __init__(self, *, label: str = "研修", **kwargs: Any) -> None:
        messages = {"required": f"{label}を選んでください。", "invalid_choice": f"一覧から{label}を選んでください。"}
        usual = {"label": label, "to_field_name": "code", "empty_label": "選んでください", "error_messages": messages}
        super().__init__(Course.objects.none(), **(usual | kwargs))

    def label_from_instance(self, obj: Course) -> str:
        return f"{obj.code}　{obj.title}"


class ListForm(forms.Form):
    """Which 修了記録 to show. What the address does not say has its initial value."""

    fiscal_year = forms.TypedChoiceField(label="修了した年度", coerce=int)
    course = CourseField(required=False, empty_label="すべて")
    source = forms.ChoiceField(
        label="受講方法", choices=[("", "すべて"), *Completion.Source.choices], required=False
    )  # fmt: skip
    person = forms.CharField(label="職員番号又は氏名", max_length=100, required=False)

    def __init__(self, given: dict[str, Any], today: date, courses: QuerySet[Course]) -> None:
        current = fiscal_year(today)
        super().__init__({"fiscal_year": current, **given})
        years = range(current, current - _YEARS_BACK, -1)
        self.fields["fiscal_year"].choices = [(year, fiscal_year_name(year)) for year in years]
        self.fields["course"].queryset = courses


class RecordForm(AwayForm):
    """Which training these people took away from the screen, when, and by what one sees it."""

    methods = METHODS
    field_order = ("search", "people", "course", "method", "held_on", "evidence")

    search = forms.CharField(
        label="職員番号又は氏名", max_length=100, required=False,
        help_text="職員番号、氏名、読みの一部で探せます。印を付けた人は、続けて探しても残ります。",
        widget=forms.TextInput(attrs={"class": "input--16"}),
    )  # fmt: skip
    people = forms.TypedMultipleChoiceField(
        label="修了した職員", coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "修了した職員を探して、印を付けてください。",
            "invalid_choice": "一覧にない職員が含まれています。もう一度探して選んでください。",
        },
    )  # fmt: skip
    course = CourseField()
    held_on = DayField(label="修了日")

    def __init__(self, *args: Any, courses: QuerySet[Course], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses
        self.fields["evidence"].help_text = "あとで確かめられる資料の名前。例：J-LIS修了証（文書番号 垂総第45号）"

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            self._refuse_recorded(self.cleaned_data["course"], self.cleaned_data["held_on"])
        return self.cleaned_data

    def _refuse_recorded(self, course: Course, held_on: date) -> None:
        day = Completion.objects.valid().between(start_of_day(held_on), end_of_day(held_on)).filter(course=course)
        self.refuse_completed(day, f"{era_date(held_on)}にこの研修を修了した記録が既にあります。")
        if not self.errors:
            waiting = waiting_people(course).filter(sheet__held_on=held_on)
            self.refuse_completed(waiting, f"{era_date(held_on)}にこの研修を修了した記録が、確認を待っています。")


class ReasonForm(forms.Form):
    """Why something in the books is taken back."""

    reason = forms.CharField(
        label="理由", max_length=300, widget=forms.TextInput(attrs={"class": "input--full"}),
        error_messages={"required": "理由を入力してください。", "max_length": "300文字以内で入力してください。"},
    )  # fmt: skip


class SettingForm(forms.Form):
    """Whether a second person must look."""

    needs_confirmation = forms.BooleanField(
        label="別の人の確認を必要とする", required=False,
        help_text="印を付けると、課内研修、集合研修、外部研修、訓練及び書面の記録は、記録した人とは別の研修担当が"
        "確認してから修了になります。担当が一人の市では付けません。",
    )  # fmt: skip


class EquivalenceForm(forms.Form):
    """読替え: of any course, as one of the office's own."""

    course = CourseField(label="受講した研修")
    counts_as = CourseField(label="読み替える研修", help_text="あなたの担当する研修です。")
    ground = forms.CharField(
        label="読替えの根拠", max_length=200, help_text="例：情報セキュリティ委員会の決定（令和8年4月20日）",
        error_messages={"required": "読替えの根拠を入力してください。"},
    )  # fmt: skip
    starts_on = DayField(label="開始日", help_text="この日からの修了を読み替えます。例：R8.4.1")
    ends_on = DayField(label="終了日", required=False, help_text="空欄にすると、終わりを決めません。")

    def __init__(self, *args: Any, own: QuerySet[Course], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = Course.objects.taught().order_by("code")
        self.fields["counts_as"].queryset = own

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("course") and values["course"] == values.get("counts_as"):
            self.add_error("counts_as", "受講した研修とは別の研修を選んでください。")
        starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "終了日は、開始日以後の日にしてください。")
        return values


class EndForm(forms.Form):
    """The last day of a rule."""

    ends_on = DayField(label="終了日")
