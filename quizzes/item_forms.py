"""The forms of the question bank. A question's canonical form is edited through plain fields."""

import hashlib
from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.images.models import AbstractImage
from wagtail.images.widgets import AdminImageChooser

from quizzes.item_notation import PART_KINDS, content_of, fields_of
from quizzes.kinds import KINDS, faults
from quizzes.kinds.choosing import MAX_OPTIONS
from quizzes.kinds.scenario import MAX_PARTS
from quizzes.models import Item, QuestionBank
from quizzes.owned_viewsets import OwnedForm
from quizzes.ownership import offices_run_by, offices_written_for
from quizzes.picture_files import missing_pictures, shown_size, usable_pictures
from quizzes.uses import tests_asking

_NUMBERS = range(1, MAX_OPTIONS + 1)
_SORTING = ("category", "tags", "difficulty", "dss", "lesson_key", "review_on")
_MARKINGS = [("all", "全て合ったときだけ"), ("part", "部分点あり（誤りを選ぶと減点）")]
_DIFFICULTIES = [(1, "1　やさしい"), (2, "2　ふつう"), (3, "3　むずかしい")]
_OPTIONED = "single multiple hotspot"
_LINED = "short number matching ordering gaps scenario"
# The pictures of 「図の場所」: of the question itself, and of each question of a scenario.
_PICTURES = ("picture", *(f"part_{number}_picture" for number in range(1, MAX_PARTS + 1)))
_CHANGED = (
    "この画面を開いた後で、ほかの人がこの問題を保存しました（今は第{version}版）。まだ保存していません。"
    "書いた内容を控えてから、一覧から開き直して、書き直してください。"
)
_PART_KINDS = [("", "―"), *((kind.name, kind.label) for kind in KINDS.values() if kind.name in PART_KINDS)]


def _option_fields() -> Iterator[tuple[str, forms.Field]]:
    for number in _NUMBERS:
        yield f"option_{number}_text", forms.CharField(label="選択肢の文", required=False)
        yield f"option_{number}_right", forms.BooleanField(label="正しい", required=False)
        yield f"option_{number}_feedback", forms.CharField(label="この選択肢の解説", required=False)
        yield f"option_{number}_box", forms.CharField(
            label="図の中の場所", required=False, widget=forms.TextInput(attrs={"data-box": number}),
            help_text="図の上をなぞって囲むと入ります。左、上、幅、高さを数で書くこともできます。",
        )  # fmt: skip


def _part_fields() -> Iterator[tuple[str, forms.Field]]:
    for number in range(1, MAX_PARTS + 1):
        yield f"part_{number}_kind", forms.ChoiceField(label="形式", choices=_PART_KINDS, required=False)
        yield f"part_{number}_stem", _long("問題文")
        yield f"part_{number}_picture", _image("図")
        yield f"part_{number}_picture_alt", _alternative()
        yield f"part_{number}_body", _long("選択肢又は正しい答え", widget=AdminAutoHeightTextInput(attrs={"rows": 3}))
        yield f"part_{number}_explanation", _long("解説")


def _image(label: str, help_text: str = "") -> forms.ModelChoiceField:
    """One of the pictures that the person may use; the form says which."""
    return forms.ModelChoiceField(None, label=label, required=False, widget=AdminImageChooser, help_text=help_text)


def _alternative() -> forms.CharField:
    return forms.CharField(
        label="図の説明", max_length=200, required=False, help_text="図を見られない人が読みます。答えは書きません。"
    )


def _long(label: str, **more: Any) -> forms.CharField:
    return forms.CharField(**{"label": label, "required": False, "widget": AdminAutoHeightTextInput} | more)


TypedFields = type("TypedFields", (forms.Form,), dict([*_option_fields(), *_part_fields()]))


class ItemForm(TypedFields, OwnedForm):
    """A question with up to six options, places or parts."""

    class Media:
        js = ("quizzes/item_form.js",)
        css: ClassVar = {"all": ("quizzes/item_form.css",)}

    lasting = ("bank", "key")
    owned = {"bank": "office"}
    offices = staticmethod(offices_written_for)

    difficulty = forms.TypedChoiceField(label="難しさ", choices=_DIFFICULTIES, coerce=int)
    stem = forms.CharField(label="問題文", widget=AdminAutoHeightTextInput)
    explanation = forms.CharField(label="問題の解説", widget=AdminAutoHeightTextInput)
    body = _long("問題の中身")
    inserted = _image(
        "文の中に入れる画像", "選ぶと、最後に書いていた欄に入ります。続けて、画像の説明を書き直してください。"
    )
    picture = _image("図")
    picture_alt = _alternative()
    marking = forms.ChoiceField(label="「すべて選ぶ」の採点", choices=_MARKINGS, required=False)
    lesson_key = forms.CharField(label="解説のある章", max_length=80, required=False)
    tags = forms.CharField(
        label="目印", max_length=190, required=False, help_text="空白で区切って、いくつでも付けられます。"
    )
    answer = forms.ChoiceField(
        label="正誤問題の答え", required=False, choices=[("", "―"), ("true", "正しい"), ("false", "誤り")],
        help_text="形式が「正誤」のときだけ選びます。選択肢は書きません。",
    )  # fmt: skip
    # What the question was when the page was opened: another's work since then must not vanish under this.
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("inserted", *_PICTURES):
            self.fields[name].queryset = usable_pictures(self.for_user)
        if self.instance.content:
            self.initial |= fields_of(self.instance.content) | {"tags": self.instance.tags.strip()}
        self._found = fingerprint(self.instance)
        self.initial["opened"] = self._found
        if not offices_run_by(self.for_user):
            del self.fields["state"]

    def clean_state(self) -> str:
        """Authors write; that a question may be asked is the decision of the office that owns the bank."""
        bank = self.cleaned_data.get("bank")
        approves = bank is not None and bank.office in offices_run_by(self.for_user)
        return self.cleaned_data["state"] if approves else Item.State.DRAFT

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        # A browser ends lines with two characters; a question that is opened and saved must stay as it was.
        values |= {name: value.replace("\r\n", "\n") for name, value in values.items() if isinstance(value, str)}
        if self.instance.pk and values.get("opened") != self._found:
            raise forms.ValidationError(_CHANGED.format(version=self.instance.version))
        if {"kind", "stem", "explanation"} <= set(values):
            self._check(values)
        return values

    def _check(self, values: dict[str, Any]) -> None:
        before = self.instance.content or {}
        try:
            content = content_of(values | {f"{name}_shown": _shown(values.get(name)) for name in _PICTURES}, before)
            content |= {"lesson_key": values["lesson_key"]}
        except ValueError as error:
            self.add_error("body", str(error))
            return
        if values["kind"] == "true_false" and not values["answer"]:
            self.add_error("answer", "「正しい」か「誤り」を選んでください。")
            return
        for fault in faults(content) or missing_pictures(content, self.for_user):
            self.add_error(None, fault)
        self.instance.content = content

    def clean_tags(self) -> str:
        """Each between blanks, so that one is found by its name between blanks."""
        tags = self.cleaned_data["tags"].split()
        return f" {' '.join(tags)} " if tags else ""


def fingerprint(item: Item) -> str:
    """Another one after each change that the form can make; what the question says is in its version."""
    names = ("version", "state", "category", "tags", "difficulty", "dss", "review_on")
    return hashlib.sha256(repr([getattr(item, name) for name in names]).encode()).hexdigest()


def _shown(chosen: AbstractImage | None) -> dict[str, Any] | None:
    """A picture of the editor with its size on the page."""
    if chosen is None:
        return None
    shown = shown_size(chosen)
    return {"path": f"画像:{chosen.pk}", "width": shown.width, "height": shown.height}


class UsePanel(HelpPanel):
    """Where the question is asked, and its versions."""

    class BoundPanel(HelpPanel.BoundPanel):
        """The same for one question."""

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            if self.instance.pk:
                context |= {"tests": tests_asking(self.instance), "versions": self.instance.versions.all()}
            return context


def _for(kinds: str) -> dict[str, str]:
    """Shown for these kinds of questions only (item_form.js)."""
    return {"data-kinds": kinds}


def _option_panel(number: int) -> MultiFieldPanel:
    row = FieldRowPanel([FieldPanel(f"option_{number}_text"), FieldPanel(f"option_{number}_right")])
    box = FieldPanel(f"option_{number}_box", attrs=_for("hotspot"))
    feedback = FieldPanel(f"option_{number}_feedback")
    return MultiFieldPanel([row, box, feedback], heading=f"選択肢{number}", attrs=_for(_OPTIONED))


def _part_panel(number: int) -> MultiFieldPanel:
    kind, stem, picture, alternative, body, explanation = (
        f"part_{number}_{name}" for name in ("kind", "stem", "picture", "picture_alt", "body", "explanation")
    )
    panels = [
        FieldPanel(kind), FieldPanel(stem), FieldPanel(picture, attrs=_ON_PICTURE),
        FieldPanel(alternative, attrs=_ON_PICTURE), HelpPanel(template="quizzes/line_help.html"), FieldPanel(body),
        PicturePanel(part=number, attrs=_ON_PICTURE), FieldPanel(explanation),
    ]  # fmt: skip
    return MultiFieldPanel(panels, heading=f"問い{number}", attrs=_for("scenario") | {"data-question-part": ""})


_ON_PICTURE = {"data-part-kinds": "hotspot"}


class PicturePanel(HelpPanel):
    """The picture as it is kept, to draw places on: of the question itself, or of one `part` of a scenario."""

    def __init__(self, part: int = 0, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"template": "quizzes/picture_places.html"})
        self.part = part

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs() | {"part": self.part}

    class BoundPanel(HelpPanel.BoundPanel):
        """The same for one question."""

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            part, content = self.panel.part, self.instance.content or {}
            asked = (content.get("parts", [])[part - 1 : part] or [{}])[0] if part else content
            more = {"picture": asked.get("picture", {}), "part": part}
            return super().get_context_data(parent_context) | more


ITEM_PANELS = ObjectList(
    [
        MultiFieldPanel([FieldPanel("bank"), FieldPanel("key"), FieldPanel("state")], heading="問題集と状態"),
        MultiFieldPanel([FieldPanel(name) for name in _SORTING], heading="分類"),
        MultiFieldPanel(
            [
                FieldPanel("kind", attrs={"data-kind": ""}),
                FieldPanel("stem"),
                FieldPanel("explanation"),
                FieldPanel("answer", attrs=_for("true_false")),
                FieldPanel("marking", attrs=_for("multiple")),
                HelpPanel(template="quizzes/body_help.html", attrs=_for(_LINED)),
                FieldPanel("body", attrs=_for(_LINED)),
                FieldPanel("inserted"),
                HelpPanel(template="quizzes/words_help.html"),
            ],
            heading="問題",
        ),
        MultiFieldPanel(
            [FieldPanel("picture"), FieldPanel("picture_alt"), PicturePanel()],
            heading="図",
            attrs=_for("hotspot"),
        ),
        *(_option_panel(number) for number in _NUMBERS),
        *(_part_panel(number) for number in range(1, MAX_PARTS + 1)),
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
