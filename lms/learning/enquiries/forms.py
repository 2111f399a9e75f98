"""What people write to an office, and what the office writes."""

from typing import Any

from django import forms

from courses.outline import Outline
from lms.learning.enquiries.asking import Question, places
from lms.learning.enquiries.enquiry import Enquiry
from lms.people.forms.fields import PlainForm, WrittenField

_NO_SECRETS = "住民や職員の個人情報、業務上の秘密、パスワードは書かないでください。"


class AskForm(PlainForm):
    """A question; the place is filled in with where somebody came from."""

    kind = forms.ChoiceField(
        label="種類", choices=Enquiry.Kind, widget=forms.RadioSelect, initial=Enquiry.Kind.QUESTION
    )  # fmt: skip
    place = forms.ChoiceField(label="箇所", required=False)
    text = WrittenField(label="内容", max_length=1000, rows=6, help_text=_NO_SECRETS)

    def __init__(self, *args: Any, outline: Outline, place: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"place": place}, **kwargs)
        self._outline = outline
        self.fields["place"].choices = list(places(outline).items())

    @property
    def question(self) -> Question:
        """Of a form without errors."""
        values = self.cleaned_data
        return Question(self._outline, values["place"], values["kind"], values["text"])


class AnswerForm(PlainForm):
    """An answer, with the stamp of the one that stood when the page was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    text = WrittenField(label="回答", max_length=2000, rows=8, help_text="質問した人に表示します。")

    def __init__(self, *args: Any, enquiry: Enquiry, **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen": enquiry.stamp, "text": enquiry.answer}, **kwargs)


class PublishForm(PlainForm):
    """A question and its answer in the office's words."""

    question = WrittenField(label="質問", max_length=200, rows=3)
    text = WrittenField(label="回答", max_length=2000, rows=8)

    def __init__(self, *args: Any, enquiry: Enquiry, **kwargs: Any) -> None:
        super().__init__(*args, initial={"question": enquiry.text, "text": enquiry.answer}, **kwargs)
