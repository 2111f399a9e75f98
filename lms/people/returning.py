"""Who comes back from an absence soon."""

from datetime import date, datetime, timedelta

from django.db.models import Q

from lms.people.models import Leave

_DAYS_AHEAD = 30
_DAY = timedelta(days=1)
# A day later there must still be a day.
_NEVER = date.max - _DAY


def back_soon(on: date, known_at: datetime | None = None) -> dict[int, date]:
    """The last day of who is away on the day and back within thirty, unless another absence follows at once; by
    employee id. One query."""
    soon = on + timedelta(days=_DAYS_AHEAD)
    away = Leave.objects.known(known_at).filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=soon + _DAY)
    found: dict[int, date] = {}
    for employee_id, starts_on, ends_on in away.order_by("starts_on").values_list(
        "employee_id", "starts_on", "ends_on"
    ):
        last = found.get(employee_id)
        if starts_on <= (last + _DAY if last else on):
            found[employee_id] = max(last or date.min, ends_on or _NEVER)
    return {employee_id: last for employee_id, last in found.items() if last < soon}
