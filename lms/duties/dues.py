"""When a duty arises, until when it is to be done and which completions fulfil it. Pure.

Days are counted from the day after the first one, in the person's favour: 30 days from 1 April end on 1 May.
"""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lms.duties.models import Requirement
from lms.lib.fiscal_year import end_of_year, first_day, fiscal_year, last_day, start_of_day, start_of_year

_Cycle = Requirement.Cycle


@dataclass(frozen=True)
class Terms:
    """What a duty says of days. `counts_until` is None where a late completion fulfils it in the next year too."""

    opened_on: date
    due_on: date
    counts_from: datetime
    counts_until: datetime | None


@dataclass(frozen=True)
class Standing:
    """What a person brings: since when the audience fits, the day an earlier duty of this line ended, and the day of
    the last completion before the year began."""

    since: date
    closed_on: date | None = None
    completed_on: date | None = None


def terms(asked: Requirement, standing: Standing) -> Terms | None:
    """The terms under which the person has the duty in the plan's year; None where the cycle asks nothing."""
    year, cycle = asked.plan.fiscal_year, asked.cycle
    if cycle == _Cycle.ONCE and standing.completed_on:
        return None
    if cycle == _Cycle.AFTER_POSTING:
        return _after_posting(asked, standing) if fiscal_year(standing.since) == year else None
    opened_on = max(filter(None, (asked.opens_on, asked.retake_on, standing.since, standing.closed_on)))
    counts_from = start_of_day(asked.retake_on) if asked.retake_on else start_of_year(year)
    return Terms(opened_on, _due(asked, standing, opened_on), counts_from, end_of_year(year))


def _after_posting(asked: Requirement, standing: Standing) -> Terms:
    opened_on = max(filter(None, (standing.since, standing.closed_on, asked.retake_on)))
    return Terms(opened_on, later(opened_on, asked), start_of_day(opened_on), None)


def _due(asked: Requirement, standing: Standing, opened_on: date) -> date:
    if asked.cycle == _Cycle.TWELVE_MONTHS and standing.completed_on and not asked.retake_on:
        return max(_months_later(standing.completed_on, 12) + timedelta(days=asked.grace_days), opened_on)
    if opened_on <= asked.opens_on:
        return asked.due_on
    return max(asked.due_on, min(later(opened_on, asked), last_day(asked.plan.fiscal_year)))


def later(on: date, asked: Requirement) -> date:
    """The last day for somebody who comes under the requirement on a day."""
    if asked.unit == Requirement.Unit.MONTHS:
        return _months_later(on, asked.within)
    return on + timedelta(days=asked.within)


def _months_later(on: date, months: int) -> date:
    """The same day of a later month, or that month's last one."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def asks_from(asked: Requirement) -> date:
    """The first day on which reconciling looks at the requirement."""
    return first_day(asked.plan.fiscal_year) if asked.cycle == _Cycle.AFTER_POSTING else asked.opens_on
