"""The one clock. Views and commands read it once and hand the moment down; nothing below reads a clock."""

from datetime import date, datetime

from django.utils import timezone

from lms.lib.fiscal_year import local_date


def now() -> datetime:
    """This moment, aware."""
    return timezone.now()


def today() -> date:
    """Today's date in Japan."""
    return local_date(now())
