"""What the templates of papers need."""

from datetime import date, datetime

from django import template

from lms.lib.fiscal_year import era_date, local_date

register = template.Library()


@register.filter
def spaced(text: str) -> str:
    """The text with plain spaces for full-width ones; the stylesheet's `word-spacing` makes them almost as wide.

    At the full width a program that copies text out of the PDF takes 「髙橋　正樹」 for two columns.
    """
    return text.replace("　", " ")


@register.filter
def era(value: date | datetime | None) -> str:
    """「令和8年6月12日」; nothing for no day."""
    if value is None:
        return ""
    return era_date(local_date(value) if isinstance(value, datetime) else value)
