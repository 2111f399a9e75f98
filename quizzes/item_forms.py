"""The forms of the question bank. A question's canonical JSON is edited through plain fields."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.widgets import AdminAutoHeightTextInput

from quizzes.models import Item, QuestionBank, Quiz
from quizzes.owned_viewsets import OwnedForm
from quizzes.ownership import offices_run_by, offices_written_for
from quizzes.question_rules import MAX_OPTIONS, faults, true_or_false
from quizzes.questions import Option, Question

_NUMBERS = range(1, MAX_OPTIONS + 1)
_DIFFICULTIES = [(1, "1　やさしい"), (2, "2　ふつう"), (3, "3　むずかしい")]


def _option_fields() -> Iterator[tuple[str, forms.Field]]:
    for number in _NUMBERS:
        yield f"option_{number}_text", forms.CharField(label="選択肢の文", required=False)
        yield f"option_{number}_right", forms.BooleanField(label="正しい", required=False)
        yield f"option_{number}_feedback", forms.CharField(label="この選択肢の解説", required=False)


OptionFields = type("OptionFields", (forms.Form,), dict(_option_fields()))


class ItemForm(OptionFields, OwnedForm):
    """A question with up to six options."""

    lasting = ("bank", "key")
    owned = {"bank": "office"}
    offices = staticmethod(offices_written_for)

    difficulty = forms.TypedChoiceField(label="難しさ", choices=_DIFFICULTIES, coerce=int)
    stem = forms.CharField(label="問題文", widget=AdminAutoHeightTextInput)
    explanation = forms.CharField(label="問題の解説", widget=AdminAutoHeightTextInput)
    answer = forms.ChoiceField(
        label="正誤問題の答え", required=False, choices=[("", "―"), ("true", "正しい"), ("false", "誤り")],
        help_text="形式が「正誤」のときだけ選びます。選択肢は書きません。",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.content:
            for name, value in _initial(self.instance.question):
                self.initial[name] = value
        if not offices_run_by(self.for_user):
            del self.fields["state"]

    def clean_state(self) -> str:
        """Authors write; that a question may be asked is the decision of the office that owns the bank."""
        bank = self.cleaned_data.get("bank")
        approves = bank is not None and bank.office in offices_run_by(self.for_user)
        return self.cleaned_data["state"] if approves else Item.State.DRAFT

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if {"kind", "stem", "explanation"} <= set(values):
            self._check(values)
        return values

    def _check(self, values: dict[str, Any]) -> None:
        if values["kind"] == Item.Kind.TRUE_FALSE and not values["answer"]:
            self.add_error("answer", "「正しい」か「誤り」を選んでください。")
            return
        question = _question(values, self._ids())
        for fault in faults(question):
            self.add_error(None, fault)
        self.instance.content = question.to_json()

    def _ids(self) -> list[str]:
        """Ids by the position of the field: an option that stays keeps its id, a new one gets a letter never used."""
        used = [option.id for option in self.instance.question.options] if self.instance.content else []
        free = [letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter not in used]
        return [*used, *free][:MAX_OPTIONS]


def _initial(question: Question) -> Iterator[tuple[str, Any]]:
    yield "stem", question.stem
    yield "explanation", question.explanation
    if question.kind == Item.Kind.TRUE_FALSE:
        yield "answer", "true" if "true" in question.right_ids else "false"
        return
    for number, option in enumerate(question.options, start=1):
        yield f"option_{number}_text", option.text
        yield f"option_{number}_right", option.right
        yield f"option_{number}_feedback", option.feedback


def _question(values: dict[str, Any], ids: list[str]) -> Question:
    if values["kind"] == Item.Kind.TRUE_FALSE:
        return true_or_false(values["stem"], values["explanation"], values["answer"] == "true")
    options = (
        Option(ids[n - 1], values[f"option_{n}_text"], values[f"option_{n}_right"], values[f"option_{n}_feedback"])
        for n in _NUMBERS
        if values[f"option_{n}_text"]
    )
    return Question(values["kind"], values["stem"], tuple(options), values["explanation"])


def _option_panel(number: int) -> MultiFieldPanel:
    row = FieldRowPanel([FieldPanel(f"option_{number}_text"), FieldPanel(f"option_{number}_right")])
    return MultiFieldPanel([row, FieldPanel(f"option_{number}_feedback")], heading=f"選択肢{number}")


ITEM_PANELS = ObjectList(
    [
        MultiFieldPanel([FieldPanel("bank"), FieldPanel("key"), FieldPanel("state")], heading="問題集と状態"),
        MultiFieldPanel([FieldPanel(name) for name in ("category", "difficulty", "lesson_key")], heading="分類"),
        MultiFieldPanel([FieldPanel(name) for name in ("kind", "stem", "explanation", "answer")], heading="問題"),
        *(_option_panel(number) for number in _NUMBERS),
    ],
    base_form_class=ItemForm,
)


class BankForm(OwnedForm):
    """A collection of questions of one's own office."""

    lasting = ("code",)

    class Meta:
        model = QuestionBank
        fields: ClassVar = ["code", "title", "office"]


class QuizForm(OwnedForm):
    """A test, which must not ask for more questions than its bank has."""

    lasting = ("code",)
    owned = {"bank": "office"}

    draws = forms.IntegerField(label="出題数", min_value=1, max_value=100)
    pass_percent = forms.IntegerField(label="合格基準（点）", min_value=1, max_value=100)

    class Meta:
        model = Quiz
        fields: ClassVar = ["code", "title", "bank", "draws", "pass_percent"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if {"bank", "draws"} <= set(values):
            approved = values["bank"].items.filter(state=Item.State.APPROVED).count()
            if values["draws"] > approved:
                self.add_error("draws", f"出題数は、承認済みの問題の数（{approved}問）以下にしてください。")
        return values
