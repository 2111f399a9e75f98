"""The words of questions on a page."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# 《》 after a word, which begins at ｜ or with the first kanji of a row: ｜取扱い《とりあつかい》, 漏えい《ろうえい》.
_RUBY = re.compile(r"(?:｜([^｜《》\n]+)|([一-鿿々〆]+))《([^《》\n]+)》")
_STRONG = re.compile(r"\*\*([^*\n]+)\*\*")


@register.filter
def words(text: str) -> SafeString:
    """What an author wrote: line breaks, 漢字《かんじ》 with its reading above, **important** words."""
    html = _RUBY.sub(lambda m: f"<ruby>{m[1] or m[2]}<rp>（</rp><rt>{m[3]}</rt><rp>）</rp></ruby>", str(escape(text)))
    html = _STRONG.sub(r"<strong>\1</strong>", html).replace("\n", "<br>")
    return mark_safe(html)  # noqa: S308 - escaped above; only these tags are added
