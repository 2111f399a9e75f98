"""The forms of the question bank. A question's canonical form is edited through plain fields."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib.staticfiles import finders
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.widgets import AdminAutoHeightTextInput

from quizzes.item_notation import content_of, fields_of
from quizzes.kinds import faults
from quizzes.kinds.choosing import MAX_OPTIONS
from quizzes.models import Item, QuestionBank
from quizzes.owned_viewsets import OwnedForm
from quizzes.ownership import offices_run_by, offices_written_for
from quizzes.uses import tests_asking

_NUMBERS = range(1, MAX_OPTIONS + 1)
_SORTING = ("category", "tags", "difficulty", "dss", "lesson_key", "review_on")
_ASKING = ("kind", "stem", "explanation", "answer", "marking", "body")
_MARKINGS = [("all", "全て合ったときだけ"), ("part", "部分点あり（誤りを選ぶと減点）")]
_DIFFICULTIES = [(1, "1　やさしい"), (2, "2　ふつう"), (3, "3　むずかしい")]
_BODY_HELP = """選択肢のない形式で書きます。形式ごとの書き方：
短い語句…正しい語句を1行に1つ（「*」は任意の文字）。
数値…1行目に正しい数、2行目に許す誤差、3行目に単位。
組合せ…1行に1組を「左 = 右」。余分な右側は「= 右」。
並べ替え…正しい順に1行に1つ。
穴埋め…文の中に「{正しい語句}」（入力）、「{正しい語句|誤り|誤り}」（選択）。
図の場所…1行目に「図のファイル 幅 高さ 図の説明」、2行目から「横 縦 幅 高さ 場所の名前」。正しい場所は先頭に「*」。"""


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
    body = forms.CharField(label="問題の中身", required=False, widget=AdminAutoHeightTextInput, help_text=_BODY_HELP)
    marking = forms.ChoiceField(label="「すべて選ぶ」の採点", choices=_MARKINGS, required=False)
    lesson_key = forms.CharField(label="解説のある章", max_length=80, required=False)
    tags = forms.CharField(
        label="目印", max_length=190, required=False, help_text="空白で区切って、いくつでも付けられます。"
    )
    answer = forms.ChoiceField(
        label="正誤問題の答え", required=False, choices=[("", "―"), ("true", "正しい"), ("false", "誤り")],
        help_text="形式が「正誤」のときだけ選びます。選択肢は書きません。",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.content:
            self.initial |= fields_of(self.instance.content) | {"tags": self.instance.tags.strip()}
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
        try:
            content = content_of(values, self.instance.content or {}) | {"lesson_key": values["lesson_key"]}
        except ValueError as error:
            self.add_error("body", str(error))
            return
        if values["kind"] == "true_false" and not values["answer"]:
            self.add_error("answer", "「正しい」か「誤り」を選んでください。")
            return
        for fault in [*faults(content), *_missing_picture(content)]:
            self.add_error(None, fault)
        self.instance.content = content

    def clean_tags(self) -> str:
        """Each between blanks, so that one is found by its name between blanks."""
        tags = self.cleaned_data["tags"].split()
        return f" {' '.join(tags)} " if tags else ""


def _missing_picture(content: Mapping[str, Any]) -> list[str]:
    """A picture that is not there would break the page of whoever is asked."""
    path = content.get("picture", {}).get("path")
    return [f"図のファイル「{path}」がありません。"] if path and not finders.find(f"library/{path}") else []


class UsePanel(HelpPanel):
    """Where the question is asked, and its versions."""

    class BoundPanel(HelpPanel.BoundPanel):
        """The same for one question."""

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            if self.instance.pk:
                context |= {"tests": tests_asking(self.instance), "versions": self.instance.versions.all()}
            return context


def _option_panel(number: int) -> MultiFieldPanel:
    row = FieldRowPanel([FieldPanel(f"option_{number}_text"), FieldPanel(f"option_{number}_right")])
    return MultiFieldPanel([row, FieldPanel(f"option_{number}_feedback")], heading=f"選択肢{number}")


ITEM_PANELS = ObjectList(
    [
        MultiFieldPanel([FieldPanel("bank"), FieldPanel("key"), FieldPanel("state")], heading="問題集と状態"),
        MultiFieldPanel([FieldPanel(name) for name in _SORTING], heading="分類"),
        MultiFieldPanel([FieldPanel(name) for name in _ASKING], heading="問題"),
        *(_option_panel(number) for number in _NUMBERS),
        UsePanel(template="quizzes/uses.html", heading="使われている所と版"),
    ],
    base_form_class=ItemForm,
)


class BankForm(OwnedForm):
    """A collection of questions of one's own office."""

    lasting = ("code",)

    class Meta:
        model = QuestionBank
        fields: ClassVar = ["code", "title", "office"]
