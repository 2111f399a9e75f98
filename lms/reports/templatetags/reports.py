"""Days as the pages of this room say them."""

from datetime import date

from django import template

from lms.lib.fiscal_year import era_date

register = template.Library()


@register.filter
def era(on: date) -> str:
    return era_date(on)
