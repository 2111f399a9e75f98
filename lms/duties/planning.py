"""Who should have a duty, compared with who has one. `reconcile` is the only door by which duties open and close."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, QuerySet

from lms.duties.audience import Condition, Person, condition, reason
from lms.duties.closing import close_duties
from lms.duties.dues import Standing, Terms, asks_from, terms
from lms.duties.in_post import people_in_post
from lms.duties.models import Duty, Requirement, TrainingPlan
from lms.duties.status import is_fulfilled
from lms.ledger.appending import append
from lms.ledger.digests import Closed
from lms.lib.bulk import insert
from lms.lib.fiscal_year import end_of_day, fiscal_year, local_date, start_of_year
from lms.lib.telling import Tell, nobody
from lms.people.organisation import Organisation, organisation
from lms.records.models import Completion

_CHUNK = 5000
_LONGEST_REASON = 500
_LEFT = "退職等により在籍しなくなったため"
_ELSEWHERE = "対象者の条件に当てはまらなくなったため"


@dataclass(frozen=True)
class Reconciled:
    """How many duties a run opened and closed."""

    opened: int
    closed: int


@dataclass(frozen=True)
class _Day:
    """What is read once for all requirements of a run."""

    on: date
    people: Mapping[int, Person]
    organisation: Organisation

    def caught(self, asked: Requirement) -> tuple[Condition, dict[int, Person]]:
        """Whom the requirement asks on the day."""
        audience = condition(asked.audience, self.organisation, self.on)
        return audience, {pk: person for pk, person in self.people.items() if audience.catches(person)}


def reconcile(*, on: date, at: datetime, actor: str, tell: Tell = nobody) -> Reconciled:
    """Open and close the difference for the requirements that run on a day. Again changes nothing."""
    asking = [asked for asked in _running(on) if asks_from(asked) <= on]
    day = _Day(on, people_in_post(on) if asking else {}, organisation(on))
    opened = closed = 0
    for number, asked in enumerate(asking, start=1):
        new, ended = _settled(asked, day, actor, at)
        opened, closed = opened + new, closed + ended
        tell(100 * number // len(asking))
    return Reconciled(opened, closed)


@transaction.atomic
def _settled(asked: Requirement, day: _Day, actor: str, at: datetime) -> tuple[int, int]:
    """How many duties one requirement opened and closed. Whoever is at the same one is waited for."""
    Requirement.objects.select_for_update().get(pk=asked.pk)
    new, ended = _difference(asked, day, at)
    if new or ended:
        _trace(asked, new, ended, actor, at)
    return len(new), sum(len(closed.keys) for closed in ended)


def _difference(asked: Requirement, day: _Day, at: datetime) -> tuple[list[Duty], list[Closed]]:
    """The duties opened, and those closed."""
    audience, caught = day.caught(asked)
    held = Duty.objects.filter(requirement=asked, closed_at=None).values_list("employee_id", "pk", "opened_on")
    standing = {employee_id: (pk, opened_on) for employee_id, pk, opened_on in held.iterator(_CHUNK)}
    without = [person for employee_id, person in caught.items() if employee_id not in standing]
    gone = [
        (employee_id, pk)
        for employee_id, (pk, opened_on) in standing.items()
        if employee_id not in caught and opened_on <= day.on
    ]
    return _open(asked, audience, without, day, at), _close(gone, day, at)


def _running(on: date) -> QuerySet[Requirement]:
    plans = Requirement.objects.filter(plan__state=TrainingPlan.State.RUNNING, plan__fiscal_year=fiscal_year(on))
    return plans.select_related("plan", "course")


# ---- opening --------------------------------------------------------------------------------------------------------


def _open(asked: Requirement, audience: Condition, without: Sequence[Person], day: _Day, at: datetime) -> list[Duty]:
    """Nobody holds the same duty twice on any day: one that was closed is followed, not overlapped, by the next."""
    if not without:
        return []
    closed, completed = _closed_before(asked), _completed_before(asked)
    duties = []
    for person in without:
        standing = Standing(audience.since(person), closed.get(person.id), completed.get(person.id))
        days = terms(asked, standing)
        if days and days.opened_on <= day.on:
            duties.append(_duty(asked, person, days, reason(audience, person), at))
    return insert(duties)


def _closed_before(asked: Requirement) -> dict[int, date]:
    """The day on which each person's last duty of this line was closed."""
    closed = Duty.objects.filter(requirement=asked).exclude(closed_on=None)
    return dict(closed.order_by().values_list("employee_id").annotate(Max("closed_on")))


def _completed_before(asked: Requirement) -> dict[int, date]:
    """The day of the last completion before the plan's year, for the cycles that look back."""
    if asked.cycle not in (Requirement.Cycle.TWELVE_MONTHS, Requirement.Cycle.ONCE):
        return {}
    done = Completion.objects.valid().filter(
        course=asked.course, completed_at__lt=start_of_year(asked.plan.fiscal_year)
    )
    last = done.order_by().values_list("employee_id").annotate(Max("completed_at"))
    return {employee_id: local_date(at) for employee_id, at in last}


def _duty(asked: Requirement, person: Person, days: Terms, because: str, at: datetime) -> Duty:
    return Duty(
        employee_id=person.id, requirement=asked, fiscal_year=asked.plan.fiscal_year, recorded_at=at,
        because=because[:_LONGEST_REASON], **vars(days),
    )  # fmt: skip


# ---- closing --------------------------------------------------------------------------------------------------------


def _close(gone: Sequence[tuple[int, int]], day: _Day, at: datetime) -> list[Closed]:
    """Close what these people (pairs of employee and duty) need not do any more, but keep what was done."""
    ended: list[Closed] = []
    for reason_why, ids in (
        (_LEFT, [pk for person, pk in gone if person not in day.people]),
        (_ELSEWHERE, [pk for person, pk in gone if person in day.people]),
    ):
        for start in range(0, len(ids), _CHUNK):
            some = Duty.objects.filter(pk__in=ids[start : start + _CHUNK])
            left = list(some.exclude(is_fulfilled(end_of_day(day.on))).values_list("pk", flat=True))
            ended.append(close_duties(ids=left, on=day.on, reason=reason_why, at=at))
    return [one for one in ended if one.keys]


def _trace(asked: Requirement, new: Sequence[Duty], ended: Sequence[Closed], actor: str, at: datetime) -> None:
    append(
        actor=actor, action="受講対象の更新", subject=f"{asked.plan.fiscal_year} {asked.course.code}",
        at=at, payload={"opened": len(new)}, facts=list(new), closed=ended,
    )  # fmt: skip
