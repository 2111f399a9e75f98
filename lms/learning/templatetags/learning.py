"""Days as the pages of this room say them."""

from datetime import date, datetime

from django import template
from django.utils.html import format_html

from lms.learning.dates import day_text, days_left_text, time_left_text
from lms.lib.era_filter import in_both_years
from lms.lib.fiscal_year import TOKYO, local_date

register = template.Library()


@register.filter
def day(on: date) -> str:
    """「令和8年7月17日（金）」"""
    return in_both_years(on, day_text(on))


@register.filter
def day_of(at: datetime) -> str:
    return day(local_date(at))


@register.filter
def moment(at: datetime) -> str:
    """「令和8年7月17日（金）10:30」"""
    return format_html("{}{}", day_of(at), f"{at.astimezone(TOKYO):%H:%M}")


@register.filter
def time_left(seconds: int) -> str:
    return time_left_text(seconds)


@register.filter
def days_left(days: int) -> str:
    return days_left_text(days)
