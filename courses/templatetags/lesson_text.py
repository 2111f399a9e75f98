"""振り仮名 in the text of lessons."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_READING = re.compile(r"｜([^｜《》<>&]{1,40})《([^《》<>&]{1,60})》")
# The brackets are for browsers that know no ruby, and for copied text.
_RUBY = r"<ruby>\1<rp>（</rp><rt>\2</rt><rp>）</rp></ruby>"


@register.filter
def ruby(text: str | SafeString) -> SafeString:
    """Text or cleaned rich text with ｜漢字《かんじ》 shown as ruby. Neither part can hold a tag or an entity."""
    return mark_safe(_READING.sub(_RUBY, conditional_escape(text)))  # noqa: S308 - escaped above, or safe before
