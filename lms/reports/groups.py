"""The groups of people that a figure of the report stands for."""

from datetime import date, datetime, timedelta

from django.db.models import Q, TextChoices

from lms.duties.status import BEGUN, IN_COUNT, State, Tally, lasts_beyond
from lms.people.returning import back_soon


class Group(TextChoices):
    """Keys stand in addresses; the words are those of the report's columns and of ui-terms.md."""

    ALL = "all", "すべて"
    REQUIRED = "required", "対象者"
    COMPLETED = "completed", "修了"
    UNFINISHED = "unfinished", "未修了（すべて）"
    STARTED = "started", "着手"
    IN_PROGRESS = "in_progress", "受講中"
    NOT_STARTED = "not_started", "未受講"
    DUE_SOON = "due_soon", "期限まで14日以内"
    OVERDUE = "overdue", "期限超過"
    DEFERRED = "deferred", "猶予"
    RETURNING = "returning", "猶予（30日以内に終わるもの）"
    EXEMPT = "exempt", "免除"

    def condition(self, on: date, known_at: datetime | None) -> Q:
        """On duties that carry `state` and `tally`, as of a day. One query for those who come back soon."""
        if self is Group.DUE_SOON:
            return _due_soon(on, known_at)
        if self is Group.RETURNING:
            return Q(state=State.DEFERRED, employee__in=[*back_soon(on, known_at)])
        return _CONDITIONS.get(self, Q(state=self.value))


_SOON = timedelta(days=14)
# Not finished, and the last day that applies is not past.
STILL_OPEN = (Tally.NOT_STARTED, Tally.IN_PROGRESS)


def ends_soon(on: date, known_at: datetime | None) -> Q:
    """The last day that applies comes within days, or is past."""
    return ~lasts_beyond(on + _SOON, on, known_at)


def _due_soon(on: date, known_at: datetime | None) -> Q:
    return Q(tally__in=STILL_OPEN) & ends_soon(on, known_at)


# One list of states each: the database works the state out once for every duty.
_CONDITIONS = {
    Group.ALL: Q(),
    Group.REQUIRED: Q(state__in=IN_COUNT),
    Group.UNFINISHED: Q(state__in=IN_COUNT - {State.COMPLETED}),
    Group.STARTED: Q(tally__in=BEGUN),
}
