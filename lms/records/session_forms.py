"""Forms of 集合研修: what is announced, and who came."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from courses.models import Course
from lms.lib.day_field import DayField
from lms.people.models import Employee
from lms.records.finding import by_number, numbers_in
from lms.records.forms import CourseField
from lms.records.holding import Announcement

_MOST = 10_000


def _time(label: str) -> forms.TimeField:
    messages = {"required": f"{label}を入力してください。", "invalid": f"{label}を「13:30」のように入力してください。"}
    widget = forms.TimeInput(attrs={"type": "time", "class": "input--8"})
    return forms.TimeField(label=label, widget=widget, error_messages=messages)


def _line(label: str, longest: int, **more: Any) -> forms.CharField:
    messages = {"required": f"{label}を入力してください。", "max_length": f"{longest}文字以内で入力してください。"}
    return forms.CharField(label=label, max_length=longest, error_messages=messages, **more)


class AnnouncementForm(forms.Form):
    """A session as it is announced."""

    title = _line("開催回の名前", 100, help_text="例：情報セキュリティ研修（第1回）")
    held_on = DayField(label="開催日")
    starts_at = _time("開始時刻")
    ends_at = _time("終了時刻")
    place = _line("会場", 100)
    capacity = forms.IntegerField(
        label="定員", min_value=1, max_value=_MOST, widget=forms.NumberInput(attrs={"class": "input--4"}),
        error_messages={
            "required": "定員を入力してください。", "invalid": "定員を数字で入力してください。",
            "min_value": "定員は1人以上にしてください。", "max_value": f"定員は{_MOST:,}人までにしてください。",
        },
    )  # fmt: skip
    sign_up_until = DayField(label="申込期限")
    note = _line("備考", 300, required=False, help_text="持ち物など、参加する職員に知らせることを書きます。")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        starts_at, ends_at = values.get("starts_at"), values.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", "終了時刻は、開始時刻より後にしてください。")
        held_on, until = values.get("held_on"), values.get("sign_up_until")
        if held_on and until and until > held_on:
            self.add_error("sign_up_until", "申込期限は、開催日までの日にしてください。")
        return values

    @property
    def announcement(self) -> Announcement:
        return Announcement(**{name: value for name, value in self.cleaned_data.items() if name != "course"})


class NewSessionForm(AnnouncementForm):
    """Also of which of the office's courses."""

    course = CourseField()
    field_order = ("course",)

    def __init__(self, *args: Any, courses: QuerySet[Course], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses


class ComeForm(forms.Form):
    """Who of those who signed up came, and who came without signing up."""

    people = forms.TypedMultipleChoiceField(
        label="出席した職員", coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "一覧にない職員が含まれています。画面を読み込み直して、もう一度選んでください。"
        },
    )  # fmt: skip
    others = forms.CharField(
        label="申込みのない出席者の職員番号", required=False, max_length=5000,
        help_text="一人ずつ改行するか、「、」で区切って入力します。",
        widget=forms.Textarea(attrs={"class": "input--16", "rows": 4}),
    )  # fmt: skip
    evidence = _line("根拠資料", 200, help_text="例：出席簿（文書番号 垂総第45号）")

    def __init__(self, *args: Any, expected: Sequence[Employee], came: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected, self.came = {person.pk: person for person in expected}, came
        self.fields["people"].choices = [(pk, person.shown_name) for pk, person in self.expected.items()]

    def clean_others(self) -> list[Employee]:
        numbers = numbers_in(self.cleaned_data["others"])
        known = by_number(numbers)
        unknown = [number for number in numbers if number not in known]
        if unknown:
            raise forms.ValidationError(f"登録されていない職員番号です：{'、'.join(unknown)}")
        again = [number for number in numbers if known[number].pk in self.came]
        if again:
            raise forms.ValidationError(f"この開催回の出席を既に記録した職員です：{'、'.join(again)}")
        return [known[number] for number in numbers]

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.attendants:
            self.add_error("people", "出席した職員に印を付けるか、職員番号を入力してください。")
        return self.cleaned_data

    @property
    def attendants(self) -> list[Employee]:
        """Each once, whether ticked or typed."""
        ticked = [self.expected[pk] for pk in self.cleaned_data["people"]]
        return list({person.pk: person for person in [*ticked, *self.cleaned_data["others"]]}.values())
