"""Who should have a duty, compared with who has one. `reconcile` is the only door by which duties open and close."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max

from lms.duties.models import Duty, Requirement, TrainingPlan
from lms.ledger.appending import append
from lms.lib.fiscal_year import fiscal_year, fiscal_year_name, last_day
from lms.people.models import Posting

# Somebody who joins when the period is nearly over, or over, still has this long, within the fiscal year.
DAYS_FOR_NEWCOMERS = 30
_CHUNK = 5000


@dataclass(frozen=True)
class Reconciled:
    """How many duties a run opened and closed."""

    opened: int
    closed: int


def due_for(requirement: Requirement, year: int, opened_on: date) -> date:
    """The 受講期限 of a duty that arises on `opened_on`. Pure."""
    if opened_on <= requirement.opens_on:
        return requirement.due_on
    late = min(opened_on + timedelta(days=DAYS_FOR_NEWCOMERS), last_day(year))
    return max(requirement.due_on, late)


@transaction.atomic
def reconcile(*, on: date, at: datetime, actor: str) -> Reconciled:
    """Open and close the difference for the requirements that run on a day. Again changes nothing."""
    running = Requirement.objects.filter(
        plan__state=TrainingPlan.State.RUNNING, plan__fiscal_year=fiscal_year(on), opens_on__lte=on
    ).select_related("plan", "course")
    in_post = _in_post(on)
    opened = closed = 0
    for requirement in running:
        new = _open(requirement, in_post, on, at)
        gone = _close(requirement, in_post, on, at)
        opened, closed = opened + len(new), closed + len(gone)
        if new or gone:
            _trace(requirement, new, gone, actor, at)
    return Reconciled(opened, closed)


def _in_post(on: date) -> dict[int, date]:
    """Everybody with a main posting on the day, and since when they have been in the city's service without a gap."""
    present = Posting.objects.on(on).filter(kind=Posting.Kind.MAIN).values("employee")
    known = Posting.objects.known().filter(kind=Posting.Kind.MAIN, employee__in=present, starts_on__lte=on)
    since: dict[int, date] = {}
    until: dict[int, date | None] = {}
    spans = known.order_by("employee_id", "starts_on").values_list("employee_id", "starts_on", "ends_on")
    for person, starts_on, ends_on in spans.iterator(_CHUNK):
        last = until.get(person)
        if last is None or starts_on > last + timedelta(days=1):
            since[person] = starts_on
        until[person] = ends_on
    return since


def _open(requirement: Requirement, in_post: dict[int, date], on: date, at: datetime) -> list[Duty]:
    """Nobody holds the same duty twice on any day: one that was closed is followed, not overlapped, by the next."""
    every = Duty.objects.filter(requirement=requirement)
    held = set(every.filter(closed_at=None).values_list("employee_id", flat=True))
    closed = dict(every.exclude(closed_on=None).values_list("employee_id").annotate(Max("closed_on")).order_by())
    begins = {
        person: max(requirement.opens_on, since, closed.get(person, since))
        for person, since in in_post.items()
        if person not in held
    }
    duties = [_duty(requirement, person, opened_on, at) for person, opened_on in begins.items() if opened_on <= on]
    return Duty.objects.bulk_create(duties, batch_size=_CHUNK)


def _duty(requirement: Requirement, employee_id: int, opened_on: date, at: datetime) -> Duty:
    year = requirement.plan.fiscal_year
    return Duty(
        employee_id=employee_id, requirement=requirement, fiscal_year=year, recorded_at=at,
        opened_on=opened_on, due_on=due_for(requirement, year, opened_on),
        because=f"{fiscal_year_name(year)}に在籍する職員（{requirement.get_audience_display()}）",
    )  # fmt: skip


def _close(requirement: Requirement, in_post: dict[int, date], on: date, at: datetime) -> list[Duty]:
    standing = Duty.objects.filter(requirement=requirement, closed_at=None, opened_on__lte=on)
    gone = [duty for duty in standing.only("employee_id", "opened_on") if duty.employee_id not in in_post]
    ids = [duty.pk for duty in gone]
    for start in range(0, len(ids), _CHUNK):
        Duty.objects.filter(pk__in=ids[start : start + _CHUNK]).update(
            closed_at=at, closed_on=on, close_reason="退職等により在籍しなくなったため"
        )
    return gone


def _trace(requirement: Requirement, new: list[Duty], gone: list[Duty], actor: str, at: datetime) -> None:
    append(
        actor=actor, action="受講対象の更新", subject=f"{requirement.plan.fiscal_year} {requirement.course.code}",
        at=at, payload={"opened": len(new), "closed": [duty.pk for duty in gone]}, facts=new,
    )  # fmt: skip
