"""What the templates of papers need."""

from datetime import date, datetime

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from lms.lib.fiscal_year import era_date, local_date

register = template.Library()


@register.filter
def spaced(text: str) -> SafeString:
    """The text with each full-width space in a box of its own, which the stylesheet makes a little narrower.

    At its full width a program that copies text out of the PDF takes 「髙橋　正樹」 for two columns.
    """
    escaped = conditional_escape(text)
    return mark_safe(escaped.replace("　", '<span class="gap">　</span>'))  # noqa: S308 - escaped above


@register.filter
def era(value: date | datetime | None) -> str:
    """「令和8年6月12日」; nothing for no day."""
    if value is None:
        return ""
    return era_date(local_date(value) if isinstance(value, datetime) else value)
