"""The form of a test and its settings."""

from random import Random
from typing import Any

from django import forms
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList

from quizzes.models import Item, Quiz
from quizzes.owned_viewsets import OwnedForm
from quizzes.selecting import BankTooSmallError, Candidate, Wanted, select

_PART = ("count", "category", "tag", "key")
_SHOWN = ("shows_score", "shows_answers", "shows_explanations")


class QuizForm(OwnedForm):
    """A test, which must not ask for more questions than its bank has."""

    lasting = ("code",)
    owned = {"bank": "office"}

    draws = forms.IntegerField(label="出題数", min_value=1, max_value=100)
    pass_percent = forms.IntegerField(label="合格基準（点）", min_value=1, max_value=100)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        opens_at, closes_at = values.get("opens_at"), values.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", "期間の終わりを、始めより後にしてください。")
        if not closes_at and Quiz.Shown.AFTER_CLOSING in {values.get(name) for name in _SHOWN}:
            self.add_error("closes_at", "期間の後に見せるものがあるので、期間の終わりを入力してください。")
        if {"bank", "draws"} <= set(values):
            self._check_bank(values)
        return values

    def _check_bank(self, values: dict[str, Any]) -> None:
        approved = values["bank"].items.filter(state=Item.State.APPROVED)
        parts = self._parts()
        if not parts and values["draws"] > (count := approved.count()):
            self.add_error("draws", f"出題数は、承認済みの問題の数（{count}問）以下にしてください。")
        try:
            # Whether there are enough does not depend on chance.
            select([Candidate(*row) for row in approved.values_list("pk", "key", "category", "tags")], parts, Random(0))  # noqa: S311
        except BankTooSmallError as error:
            self.add_error(None, str(error))

    def _parts(self) -> list[Wanted]:
        """What the rows of the form ask for, as far as they are in order; their own faults are theirs to say."""
        rows = [form.cleaned_data for form in self.formsets["parts"].forms if form.is_valid()]
        kept = [row for row in rows if row and not row.get("DELETE")]
        return [Wanted(row["count"], row["category"], row["tag"], row["key"]) for row in kept]


def _panel(heading: str, *names: str) -> MultiFieldPanel:
    return MultiFieldPanel([FieldPanel(name) for name in names], heading=heading)


QUIZ_PANELS = ObjectList(
    [
        _panel("名称", "code", "title", "bank"),
        _panel("出題", "draws", "shuffles_questions", "shuffles_options", "layout"),
        InlinePanel(
            "parts", heading="出題の内訳", label="内訳", panels=[FieldPanel(name) for name in _PART],
            help_text="内訳を書くと、出題数の代わりに内訳のとおりに出題します。",
        ),
        _panel("合否", "pass_percent", "grade_rule", "practice"),
        _panel("受験できる回数と期間", "attempts_allowed", "wait_hours", "opens_at", "closes_at", "time_limit"),
        _panel("提出の後に見せるもの", *_SHOWN),
    ],
    base_form_class=QuizForm,
)  # fmt: skip
