"""The words of questions on a page."""

import re
from collections.abc import Iterator
from functools import lru_cache

from django import template
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from quizzes import picture_files
from quizzes.kinds.choosing import ChoiceForm
from quizzes.pictures import PICTURE

register = template.Library()

# 《》 after a word, which begins at ｜ or with the first kanji of a row: ｜取扱い《とりあつかい》, 漏えい《ろうえい》.
_RUBY = re.compile(r"(?:｜([^｜《》\n]+)|([一-鿿々〆]+))《([^《》\n]+)》")
_STRONG = re.compile(r"\*\*([^*\n]+)\*\*")


@register.filter
def words(text: str) -> SafeString:
    """What an author wrote: line breaks, 漢字《かんじ》 with its reading above, **important** words, pictures."""
    html, at = "", 0
    for found in PICTURE.finditer(text):
        html += _inline(text[at : found.start()]) + _picture(found)
        at = found.end()
    return mark_safe(html + _inline(text[at:]))  # noqa: S308 - each part is escaped; only these tags are added


@lru_cache(maxsize=4096)
def _inline(text: str) -> str:
    """Remembered: everybody who takes a test is shown the same words."""
    html = _RUBY.sub(lambda m: f"<ruby>{m[1] or m[2]}<rp>（</rp><rt>{m[3]}</rt><rp>）</rp></ruby>", str(escape(text)))
    return _STRONG.sub(r"<strong>\1</strong>", html).replace("\n", "<br>")


def _picture(found: re.Match[str]) -> str:
    """A picture that cannot be shown stays as it was written, for its author to see."""
    url = picture_files.picture_url(found[2])
    return f'<img class="question__image" src="{url}" alt="{escape(found[1])}">' if url else str(escape(found[0]))


@register.filter
def picture_url(target: str) -> str:
    return picture_files.picture_url(target)


_CHECKED = mark_safe(" checked")
_CHOICE = '<label class="choice"><input type="{}" name="{}" value="{}"{}><span class="choice__text">{}</span></label>'


@register.simple_tag
def choices(form: ChoiceForm) -> SafeString:
    """The things to choose of one question. A paper shows many, to everybody who takes the test: a loop of a template
    would take several times as long."""
    return format_html_join("\n", _CHOICE, _controls(form))


def _controls(form: ChoiceForm) -> Iterator[tuple[str, ...]]:
    for choice in form.choices:
        checked = _CHECKED if choice.chosen else ""
        yield form.control, form.field, choice.name, checked, words(choice.text)
