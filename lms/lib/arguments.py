"""Argument types that the commands share."""

from argparse import ArgumentTypeError
from datetime import date

from lms.lib.fiscal_year import parse_date


def day(text: str) -> date:
    """A date as people write it: 2026-04-01, R8.4.1, 令和8年4月1日."""
    try:
        return parse_date(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error
