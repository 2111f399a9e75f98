"""A duty is no longer asked of somebody."""

from collections.abc import Sequence
from datetime import date, datetime

from lms.duties.models import Duty
from lms.ledger.digests import Closed


def close_duties(*, ids: Sequence[int], on: date, reason: str, at: datetime) -> Closed:
    """Close these open duties from a day on. In bulk: the caller's ledger entry names what it returns."""
    values = {"closed_at": at, "closed_on": on, "close_reason": reason}
    Duty.objects.filter(pk__in=ids).update(**values)
    return Closed(Duty, ids, values)
