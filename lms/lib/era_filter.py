"""`{{ day|era }}`: a day as the city writes it, in every template of a page without loading anything. Papers and mails
have no templates of days: they write `fiscal_year.era_date`."""

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lms.lib.fiscal_year import era_date, local_date, western_date

register = template.Library()


@register.filter
def era(value: date | datetime | None) -> str:
    """「令和8年6月12日」; nothing for no day."""
    if value is None:
        return ""
    day = local_date(value) if isinstance(value, datetime) else value
    return in_both_years(day, era_date(day))


@lru_cache(maxsize=4096)
def in_both_years(day: date, text: str) -> SafeString:
    """A text that says the day by its era. The western one comes up when somebody points at it, and stands beside it
    for whoever has asked for that at the foot of the page (years.css)."""
    return format_html('<time datetime="{}" title="{}">{}</time>', day.isoformat(), western_date(day), text)
