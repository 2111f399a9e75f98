"""What the tags of questions write on a page."""

from django.template import Context, Template

from quizzes.kinds.choosing import ChoiceForm
from quizzes.kinds.kind import Choice

PAGE = Template("{% load questions %}{% choices form %}")


def shown(*choices: Choice) -> str:
    return PAGE.render(Context({"form": ChoiceForm("q1", "radio", choices)}))


def test_what_is_chosen_is_checked_and_nothing_else():
    first, second = shown(Choice("1", "はい", chosen=True), Choice("2", "いいえ", chosen=False)).splitlines()
    assert '<input type="radio" name="q1" value="1" checked>' in first
    assert '<input type="radio" name="q1" value="2">' in second


def test_the_text_of_an_option_is_words_and_never_markup():
    page = shown(Choice("1", "<script>｜漏えい《ろうえい》は**禁止**", chosen=False))
    assert "<script>" not in page
    assert "<rt>ろうえい</rt>" in page
    assert "<strong>禁止</strong>" in page
