"""選択必修 in the form of an 実施研修: several courses, how many of them, and the name of the choice."""

from collections.abc import Sequence
from typing import Any

from django import forms

from courses.models import Course
from lms.duties.models import CHOICE_CYCLES
from lms.duties.plans import Choice
from lms.people.forms.fields import PlainForm

CHOICE = "choice"
NAMES = ("choice_title", "choice_courses", "needed")


class ChoiceForm(PlainForm):
    """The three fields count only where `training` is the choice."""

    choice_title = forms.CharField(
        label="選択必修の名称",
        required=False,
        max_length=100,
        help_text="例：DX選択研修。報告や一覧に、この名称で表示します。",
    )
    choice_courses = forms.MultipleChoiceField(
        label="選べる研修", required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "一覧から選べる研修を選んでください。"},
    )  # fmt: skip
    needed = forms.IntegerField(
        label="修了する研修の数", required=False, min_value=1, widget=forms.NumberInput(attrs={"class": "input--4"}),
        error_messages={
            "invalid": "修了する研修の数は数字で入力してください。",
            "min_value": "修了する研修の数は1以上にしてください。",
        },
    )  # fmt: skip

    def offer(self, courses: Sequence[Course]) -> None:
        self._choosable = {str(course.pk): course for course in courses}
        self.fields["choice_courses"].choices = [(key, course.title) for key, course in self._choosable.items()]

    def check_choice(self, values: dict[str, Any]) -> None:
        if not values.get("choice_title"):
            self.add_error("choice_title", "選択必修の名称を入力してください。")
        if len(values.get("choice_courses") or []) < 2:
            self.add_error("choice_courses", "選べる研修を二つ以上選んでください。")
        self._check_needed(values.get("needed"), values.get("choice_courses") or [])

    def _check_needed(self, needed: int | None, courses: Sequence[str]) -> None:
        if needed is None and "needed" not in self.errors:
            self.add_error("needed", "修了する研修の数を入力してください。")
        elif needed is not None and len(courses) > 1 and needed >= len(courses):
            every = "すべてを求めるときは、一つずつ加えてください。"
            self.add_error("needed", f"修了する研修の数は、選べる研修の数より少なくしてください。{every}")

    def check_cycle(self, cycle: str) -> None:
        if cycle not in CHOICE_CYCLES:
            words = "選択必修の受講の間隔は、「年度に1回」か「対象となった日から期限まで」にしてください。"
            self.add_error("cycle", words)

    @property
    def asks_choice(self) -> bool:
        return self["training"].data == CHOICE

    @property
    def choice(self) -> Choice:
        values = self.cleaned_data
        courses = tuple(self._choosable[key] for key in values["choice_courses"])
        return Choice(values["choice_title"], values["needed"], courses)
