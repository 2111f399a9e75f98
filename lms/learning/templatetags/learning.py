"""What the pages of this room say again and again: days, addresses and small parts.

These pages are opened all day long. Addresses and parts that depend on nothing but their arguments are therefore
worked out once in a process.
"""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

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


@register.simple_tag
def address(name: str, *parts: object) -> str:
    """As `{% url %}`, for the addresses of courses, chapters and tests: there are few, and each is asked for often."""
    return _address(name, parts)


@lru_cache(maxsize=4096)
def _address(name: str, parts: tuple[object, ...]) -> str:
    return reverse(name, args=parts)


@register.simple_tag
def drawn(part: str, /, **values: object) -> SafeString:
    """A part of a page from these values, and nothing else of the page. The values are plain and can be compared."""
    return _drawn(part, tuple(values.items()))


@lru_cache(maxsize=4096)
def _drawn(part: str, values: tuple[tuple[str, Any], ...]) -> SafeString:
    return render_to_string(part, dict(values))
