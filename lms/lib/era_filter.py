"""`{{ day|era }}`: a day as the city writes it, in every template without loading anything."""

from datetime import date, datetime

from django import template

from lms.lib.fiscal_year import era_date, local_date

register = template.Library()


@register.filter
def era(value: date | datetime | None) -> str:
    """「令和8年6月12日」; nothing for no day."""
    if value is None:
        return ""
    return era_date(local_date(value) if isinstance(value, datetime) else value)
