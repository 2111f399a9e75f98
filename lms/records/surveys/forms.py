"""What the office asks, and what people answer."""

from typing import Any

from django import forms

from lms.people.forms.fields import PlainForm, WrittenField
from lms.records.forms import CourseField
from lms.records.surveys.survey import Questionnaire
from lms.records.surveys.wording import GRADES, MOST_QUESTIONS, SATISFACTION, Wording

# As long as fits above its bar in the picture of the results.
_LONGEST = 40
_OWN_QUESTIONS = [f"question_{number}" for number in range(2, MOST_QUESTIONS + 1)]
_HOW = "「内容は分かりやすかった」のように、そう思うかを答えられる文にします。"
_WAYS = (
    ("anonymous", "無記名（だれの回答かを記録しません。結果は5件ずつまとめて表示します）"),
    ("named", "記名（氏名と回答を研修担当が見ます）"),
)


class NewSurveyForm(forms.Form):
    """The course that is asked after in another way than the office's others."""

    course = CourseField()

    def __init__(self, *args: Any, courses: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses


class SurveyForm(PlainForm):
    """How a survey asks. The first question is the same for all and is not changed here."""

    is_offered = forms.BooleanField(
        label="修了した職員に示す", required=False,
        help_text="印を外すと、回答を求めません。それまでの回答と結果は残ります。",
    )  # fmt: skip
    way = forms.ChoiceField(label="回答のしかた", choices=_WAYS, widget=forms.RadioSelect)
    intro = forms.CharField(
        label="案内文", max_length=300, required=False, help_text="質問の上に示す文です。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, wording: Wording, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(wording), **kwargs)
        for number, name in enumerate(_OWN_QUESTIONS, start=2):
            said = _HOW if number == 2 else ""
            self.fields[name] = _sentence(f"質問{number}", required=False, help_text=said)
        self.fields["text_question"] = _sentence("自由記述の質問", required=True)
        self.say_plainly()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        asked = [SATISFACTION]
        for name in _OWN_QUESTIONS:
            question = values.get(name, "")
            if question and question in asked:
                self.add_error(name, "同じ質問が既にあります。")
            asked.append(question)
        return values

    @property
    def wording(self) -> Wording:
        """Of a form without errors."""
        values = self.cleaned_data
        own = (values[name] for name in _OWN_QUESTIONS)
        return Wording(
            values["way"] == "named", (SATISFACTION, *filter(None, own)), values["text_question"], values["intro"],
            values["is_offered"],
        )  # fmt: skip


def _sentence(label: str, *, required: bool, help_text: str = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "input--full"})
    return forms.CharField(label=label, max_length=_LONGEST, required=required, help_text=help_text, widget=widget)


def _initial(wording: Wording) -> dict[str, Any]:
    own = dict(zip(_OWN_QUESTIONS, wording.questions[1:], strict=False))
    way = "named" if wording.named else "anonymous"
    return {
        "is_offered": wording.is_offered, "way": way, "intro": wording.intro, "text_question": wording.text_question,
    } | own  # fmt: skip


class AnswerForm(forms.Form):
    """A grade for each question, and a text. `asked`: the questions the person saw, which may have been replaced."""

    def __init__(self, *args: Any, asked: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked = asked
        self.fields["asked"] = forms.IntegerField(widget=forms.HiddenInput, initial=asked.pk)
        for place, question in enumerate(asked.questions):
            said = {"required": "五つのうちから一つを選んでください。", "invalid_choice": "一覧から選んでください。"}
            self.fields[f"grade_{place}"] = forms.TypedChoiceField(
                label=question, coerce=int, choices=GRADES, widget=forms.RadioSelect, error_messages=said
            )
        self.fields["text"] = _text_field(asked)

    @property
    def grades(self) -> list[int]:
        """Of a form without errors, in the order of the questions."""
        return [self.cleaned_data[f"grade_{place}"] for place in range(len(self._asked.questions))]


def _text_field(asked: Questionnaire) -> WrittenField:
    unsaid = "" if asked.named else "氏名や所属、担当する仕事など、あなたと分かることは書かないでください。"
    field = WrittenField(label=asked.text_question, max_length=1000, rows=5, required=False, help_text=unsaid)
    field.error_messages["max_length"] = "1,000文字以内で入力してください。"
    return field
