"""Days as the pages of this room say them."""

from datetime import date, datetime

from django import template

from lms.learning.dates import day_text, days_left_text, moment_text, time_left_text
from lms.lib.fiscal_year import local_date

register = template.Library()


@register.filter
def day(on: date) -> str:
    return day_text(on)


@register.filter
def day_of(at: datetime) -> str:
    return day_text(local_date(at))


@register.filter
def moment(at: datetime) -> str:
    return moment_text(at)


@register.filter
def time_left(seconds: int) -> str:
    return time_left_text(seconds)


@register.filter
def days_left(days: int) -> str:
    return days_left_text(days)
