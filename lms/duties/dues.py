"""When a duty arises, until when it is to be done and which completions fulfil it. Pure.

Days are counted from the day after the first one, in the person's favour: 30 days from 1 April end on 1 May.
Whoever stood in the audience when the period began has the period. Who comes later has the time that the plan gives
(`within`), counted from the first day on which the city could have told: what HR enters late, or a plan that starts
late, makes nobody overdue on the day of being told. That time may end in the next fiscal year.
"""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lms.duties.models import Requirement, TrainingPlan
from lms.lib.fiscal_year import end_of_day, end_of_year, first_day, fiscal_year, start_of_day, start_of_year

_Cycle, _State = Requirement.Cycle, TrainingPlan.State


@dataclass(frozen=True)
class Terms:
    """What a duty says of days. `counts_until` is None where a late completion fulfils it whenever it comes."""

    opened_on: date
    due_on: date
    counts_from: datetime
    counts_until: datetime | None


@dataclass(frozen=True)
class Standing:
    """What a person brings: since when the audience fits, the day on which we know it, the day an earlier duty of this
    line ended, and the day of the last completion before the year began."""

    since: date
    known_on: date
    closed_on: date | None = None
    completed_on: date | None = None


def terms(asked: Requirement, standing: Standing) -> Terms | None:
    """The terms under which the person has the duty in the plan's year; None where the cycle asks nothing."""
    if not _asks(asked, standing):
        return None
    opened_on = _opened_on(asked, standing)
    due_on = _due_on(asked, standing, opened_on)
    return Terms(opened_on, due_on, _counts_from(asked, standing), _counts_until(asked, due_on))


def _asks(asked: Requirement, standing: Standing) -> bool:
    if asked.cycle == _Cycle.ONCE:
        return not standing.completed_on or asked.retake_on is not None
    return asked.cycle != _Cycle.AFTER_POSTING or fiscal_year(standing.since) == asked.plan.fiscal_year


def _opened_on(asked: Requirement, standing: Standing) -> date:
    """おおむね1年 ends on a day of each person's own: the duty is there in time for it, whenever the period begins."""
    begins, legal = asked.opens_on, _legal_day(asked, standing)
    if legal:
        begins = min(begins, max(_earlier(legal, asked), first_day(asked.plan.fiscal_year)))
    return max(filter(None, (begins, asked.retake_on, asked.audience_from, standing.since, standing.closed_on)))


def _due_on(asked: Requirement, standing: Standing, opened_on: date) -> date:
    """Who may begin shortly before the twelve months are over, or after, has the time of who comes later:
    「おおむね」 leaves room for it."""
    in_time = later(max(opened_on, standing.known_on), asked)
    if _follows(asked):
        return max(asked.due_on, in_time) if standing.since < asked.opens_on else in_time
    if legal := _legal_day(asked, standing):
        return max(legal, in_time)
    return asked.due_on if opened_on <= asked.opens_on else max(asked.due_on, in_time)


def _legal_day(asked: Requirement, standing: Standing) -> date | None:
    """The last day of おおむね1年 of somebody who completed before the year began."""
    if asked.cycle != _Cycle.TWELVE_MONTHS or asked.retake_on or not standing.completed_on:
        return None
    return _months_later(standing.completed_on, 12) + timedelta(days=asked.grace_days)


def _counts_from(asked: Requirement, standing: Standing) -> datetime:
    """Who came under the line before its period begins, and has learnt already, need not do it again."""
    if asked.retake_on:
        return start_of_day(max(asked.retake_on, standing.since) if _follows(asked) else asked.retake_on)
    return start_of_day(standing.since) if _follows(asked) else start_of_year(asked.plan.fiscal_year)


def _counts_until(asked: Requirement, due_on: date) -> datetime | None:
    """To the end of the year; where there is time beyond it, to the end of that."""
    return None if _follows(asked) else max(end_of_year(asked.plan.fiscal_year), end_of_day(due_on))


def _follows(asked: Requirement) -> bool:
    return asked.cycle == _Cycle.AFTER_POSTING


def later(on: date, asked: Requirement) -> date:
    """The last day for somebody who comes under the requirement on a day."""
    if asked.unit == Requirement.Unit.MONTHS:
        return _months_later(on, asked.within)
    return on + timedelta(days=asked.within)


def _earlier(on: date, asked: Requirement) -> date:
    """As long before a day."""
    if asked.unit == Requirement.Unit.MONTHS:
        return _months_later(on, -asked.within)
    return on - timedelta(days=asked.within)


def _months_later(on: date, months: int) -> date:
    """The same day of a later month, or that month's last one."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def opens(asked: Requirement, on: date) -> bool:
    """Whether the requirement gives duties on a day. Of last year's it is those that follow a posting, as long as the
    plan runs: what was true in March may be entered in April."""
    year = asked.plan.fiscal_year
    if asked.plan.state != _State.RUNNING:
        return False
    if year == fiscal_year(on):
        return on >= _asks_from(asked)
    return year == fiscal_year(on) - 1 and _follows(asked)


def _asks_from(asked: Requirement) -> date:
    own_days = asked.cycle in (_Cycle.AFTER_POSTING, _Cycle.TWELVE_MONTHS)
    return first_day(asked.plan.fiscal_year) if own_days else asked.opens_on
