"""Who should have a duty, compared with who has one. `reconcile` is the only door by which duties open and close."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from lms.duties.audience import Condition, Person, reason
from lms.duties.closing import close_duties
from lms.duties.dues import Standing, Terms, opens, terms
from lms.duties.ending import Asking, Held, asking, ends
from lms.duties.in_post import people_in_post
from lms.duties.models import Duty, Requirement, TrainingPlan
from lms.duties.plans import locked
from lms.duties.status import is_fulfilled
from lms.ledger.appending import append
from lms.ledger.digests import Closed
from lms.lib.bulk import insert
from lms.lib.fiscal_year import end_of_day, fiscal_year, local_date, start_of_day, start_of_year
from lms.lib.telling import Tell, nobody
from lms.records.models import Completion

_CHUNK = 5000
_LONGEST_REASON = 500
_STANDING = (TrainingPlan.State.RUNNING, TrainingPlan.State.REPORTED)


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
    asking: Asking

    def caught(self, asked: Requirement) -> tuple[Condition, dict[int, Person]]:
        """Whom the requirement asks on the day."""
        audience = self.asking.condition(asked, self.on)
        return audience, {pk: person for pk, person in self.people.items() if audience.catches(person)}


def reconcile(*, on: date, at: datetime, actor: str, tell: Tell = nobody) -> Reconciled:
    """Open and close the difference for the requirements that run on a day. Again changes nothing."""
    lines = [asked for year in (fiscal_year(on) - 1, fiscal_year(on)) for asked in _lines(year, on)]
    day = _Day(on, people_in_post(on) if lines else {}, asking())
    opened = closed = 0
    for number, line in enumerate(lines, start=1):
        new, ended = _settled(line, day, actor, at)
        opened, closed = opened + new, closed + ended
        tell(100 * number // len(lines))
    return Reconciled(opened, closed)


def _lines(year: int, on: date) -> list[Requirement]:
    """The requirements of a year that give duties on the day, or have given some that can still be done."""
    rows = Requirement.objects.filter(plan__fiscal_year=year, plan__state__in=_STANDING).select_related("plan")
    others = [asked.pk for asked in rows if not opens(asked, on)]
    given = _counting(on).filter(fiscal_year=year, requirement__in=others).values_list("requirement", flat=True)
    open_still = set(given.distinct()) if others else set()
    return [asked for asked in rows if asked.pk not in others or asked.pk in open_still]


def _counting(on: date) -> QuerySet[Duty]:
    """Duties that were not closed and that a completion of the day would fulfil."""
    return Duty.objects.filter(Q(counts_until=None) | Q(counts_until__gt=start_of_day(on)), closed_on=None).order_by()


@transaction.atomic
def _settled(line: Requirement, day: _Day, actor: str, at: datetime) -> tuple[int, int]:
    """How many duties one requirement opened and closed. Whoever is at the same plan is waited for, and what the line
    says is read only then."""
    if not locked(line.plan, *_STANDING):
        return 0, 0
    asked = Requirement.objects.select_related("plan", "course").get(pk=line.pk)
    new, ended = _difference(asked, day, at)
    if new or ended:
        _trace(asked, new, ended, actor, at)
    return len(new), sum(len(closed.keys) for closed in ended)


def _difference(asked: Requirement, day: _Day, at: datetime) -> tuple[list[Duty], list[Closed]]:
    """The duties opened, and those closed."""
    audience, caught = day.caught(asked)
    rows = _counting(day.on).filter(requirement=asked).values_list("pk", "employee_id", "opened_on")
    standing = {one.employee_id: one for one in map(Held._make, rows.iterator(_CHUNK))}
    gone = [one for one in standing.values() if one.employee_id not in caught and one.opened_on <= day.on]
    closed = _close(asked, gone, day, at)
    if not opens(asked, day.on):
        return [], closed
    without = [person for employee_id, person in caught.items() if employee_id not in standing]
    return _open(asked, audience, without, day, at), closed


# ---- opening --------------------------------------------------------------------------------------------------------


def _open(asked: Requirement, audience: Condition, without: Sequence[Person], day: _Day, at: datetime) -> list[Duty]:
    """Nobody holds the same duty twice on any day: one that was closed is followed, not overlapped, by the next."""
    if not without:
        return []
    closed, completed = _closed_before(asked), _completed_before(asked)
    duties = []
    for person in without:
        standing = Standing(audience.since(person), day.on, closed.get(person.id), completed.get(person.id))
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


def _close(asked: Requirement, gone: Sequence[Held], day: _Day, at: datetime) -> list[Closed]:
    """Close what these people need not do any more, but keep what was done."""
    ended: list[Closed] = []
    for start in range(0, len(gone), _CHUNK):
        some = {one.pk: one for one in gone[start : start + _CHUNK]}
        left = Duty.objects.filter(pk__in=some).exclude(is_fulfilled(end_of_day(day.on))).values_list("pk", flat=True)
        for end, ids in ends(asked, [some[pk] for pk in left], day.on, day.asking).items():
            ended.append(close_duties(ids=ids, on=end.on, reason=end.reason, at=at))
    return ended


def _trace(asked: Requirement, new: Sequence[Duty], ended: Sequence[Closed], actor: str, at: datetime) -> None:
    append(
        actor=actor, action="受講対象の更新", subject=f"{asked.plan.fiscal_year} {asked.course.code}",
        at=at, payload={"opened": len(new)}, facts=list(new), closed=ended,
    )  # fmt: skip
