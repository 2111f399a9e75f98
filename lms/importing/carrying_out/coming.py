"""Names, numbers and accounts have no dates: what a file of a future day says of them waits for that day.

Postings and leaves carry their days and are written at once; so is the end of an account, which is a day as well.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from lms.importing.comparing.books import Person
from lms.importing.models import ComingParticulars
from lms.ledger.appending import append
from lms.lib.fiscal_year import local_date
from lms.people.enrolling import Particulars, correct, set_last_days
from lms.people.models import Employee

_CHUNK = 1000
_NAMES = ("name", "kana", "usual_name", "email", "hired_on", "active_until")


def put_particulars(*, people: Iterable[tuple[Person, Person]], on: date, batch: str, at: datetime) -> list[int]:
    """Write what known people are called from a day on: now if the day has come, else kept until it comes. Says whose
    rows were written now."""
    today = local_date(at)
    now: list[tuple[Person, Person]] = []
    later: list[tuple[date, Person, Person]] = []
    for known, after in people:
        effective = max(on, known.coming_on or on)
        if effective <= today:
            now.append((known, after))
        else:
            later.append((effective, known, after))
    written = _write(now)
    _keep(later, batch)
    return written


def particulars(person: Person) -> Particulars:
    return Particulars(
        staff_number=person.number, name=person.name, kana=person.kana, usual_name=person.usual_name,
        email=person.email, hired_on=person.hired_on, active_until=person.active_until,
    )  # fmt: skip


def _write(people: list[tuple[Person, Person]]) -> list[int]:
    ComingParticulars.objects.filter(pk__in=_pending([known.id for known, _ in people if known.coming_on])).delete()
    named = [(known, after) for known, after in people if known.coming_on or _names(known) != _names(after)]
    correct(
        people={known.id: particulars(after) for known, after in named},
        accounts={known.user_id: particulars(after) for known, after in named if known.user_id},
    )
    done = dict.fromkeys(known.id for known, _ in named)
    set_last_days(days={
        known.user_id: after.active_until
        for known, after in people
        if known.user_id and known.id not in done and known.active_until != after.active_until
    })  # fmt: skip
    return list(done)


def _names(person: Person) -> tuple[object, ...]:
    return person.number, person.name, person.kana, person.usual_name, person.email, person.hired_on


def _pending(ids: list[int]) -> list[int]:
    rows = ComingParticulars.objects.values_list("employee_id", "pk")
    wanted = set(ids)
    return [pk for employee, pk in rows if employee in wanted] if ids else []


def _keep(people: list[tuple[date, Person, Person]], batch: str) -> None:
    rows = [
        ComingParticulars(
            employee_id=known.id, on=on, staff_number=after.number, name=after.name, kana=after.kana,
            usual_name=_said_usual_name(known, after), email=after.email, hired_on=after.hired_on,
            active_until=after.active_until, batch=batch,
        )
        for on, known, after in people
    ]  # fmt: skip
    ComingParticulars.objects.bulk_create(
        rows, batch_size=_CHUNK, update_conflicts=True, unique_fields=["employee", "on"],
        update_fields=["staff_number", *_NAMES, "batch"],
    )  # fmt: skip
    set_last_days(days={
        known.user_id: after.active_until
        for on, known, after in people
        if known.user_id and after.active_until != known.open_until and _opens_nothing_early(known, on)
    })  # fmt: skip


def _said_usual_name(known: Person, after: Person) -> str | None:
    """None where the file did not speak of it, so that what is entered by hand meanwhile stays."""
    return None if known.coming_on is None and after.usual_name == known.usual_name else after.usual_name


def _opens_nothing_early(known: Person, on: date) -> bool:
    """Whether the account is open until the day comes anyway, so that its last day can be written beforehand."""
    return known.open_until is None or known.open_until >= on - timedelta(days=1)


@transaction.atomic
def bring_into_force(*, at: datetime, actor: str) -> int:
    """Write what was to come and whose day is here; returns how many people. Again changes nothing."""
    due = list(ComingParticulars.objects.filter(on__lte=local_date(at)).order_by("on").select_related("employee"))
    if not due:
        return 0
    newest = {row.employee_id: row for row in due}
    said = {key: _said(row) for key, row in newest.items()}
    correct(
        people=said,
        accounts={row.employee.user_id: said[key] for key, row in newest.items() if row.employee.user_id},
    )
    append(
        actor=actor, action="氏名等の反映", subject=f"{len(said)}人", at=at,
        payload={"people": [_trace(row.employee, said[key]) for key, row in newest.items()]},
        watched={Employee: said},
    )  # fmt: skip
    ComingParticulars.objects.filter(on__lte=local_date(at)).delete()
    return len(said)


def _said(row: ComingParticulars) -> Particulars:
    said = {name: getattr(row, name) for name in ("staff_number", *_NAMES)}
    if row.usual_name is None:
        said["usual_name"] = row.employee.usual_name
    return Particulars(**said)


def _trace(before: Employee, after: Particulars) -> Mapping[str, Any]:
    names = ("staff_number", "name", "kana", "usual_name", "email", "hired_on")
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in names}
    return {"employee": before.pk} | {
        name: [str(old or ""), str(new or "")] for name, (old, new) in pairs.items() if old != new
    }
