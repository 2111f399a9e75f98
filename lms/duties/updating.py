"""受講対象の更新 in the background: asked for by acts, coalesced, carried out by one worker at a time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from lms.duties.models import UPDATE_LEASE, DutyUpdate, TrainingPlan
from lms.duties.planning import Reconciled, reconcile
from lms.lib.fiscal_year import local_date

_State = DutyUpdate.State


def ask_update(*, by: str, at: datetime) -> DutyUpdate:
    """The update that will see what has just been written. One that has not begun will see it too."""
    row, _ = DutyUpdate.objects.get_or_create(state=_State.WAITING, defaults={"asked_at": at, "asked_by": by})
    return row


def claim(*, at: datetime) -> DutyUpdate | None:
    """The waiting update, to be carried out; none where nothing waits or somebody is at one, who will take it next."""
    DutyUpdate.objects.filter(state=_State.RUNNING, lease_until__lt=at).update(state=_State.FAILED, ended_at=at)
    waiting = DutyUpdate.objects.filter(state=_State.WAITING)
    try:
        with transaction.atomic():
            claimed = waiting.update(state=_State.RUNNING, lease_until=at + UPDATE_LEASE)
    except IntegrityError:  # the database lets only one run
        return None
    return DutyUpdate.objects.get(state=_State.RUNNING) if claimed else None


def carry_out(*, update: DutyUpdate, now: Callable[[], datetime]) -> Reconciled:
    """Each line of the plans is a transaction of its own: a worker that dies undoes nothing and doubles nothing. With
    each line the lease begins anew, however many there are."""
    running, at = DutyUpdate.objects.filter(pk=update.pk, state=_State.RUNNING), now()

    def tell(percent: int) -> None:
        running.update(progress=percent, lease_until=now() + UPDATE_LEASE)

    with _known_when_failed(update, at):
        found = reconcile(on=local_date(at), at=at, actor=update.asked_by, tell=tell)
    _end(running, found, now())
    DutyUpdate.objects.filter(state__in=[_State.DONE, _State.FAILED]).exclude(pk=update.pk).delete()
    return found


def settle(*, found: Reconciled, at: datetime) -> None:
    """After the night's own update nothing waits any more, and nothing needs a worker that died."""
    given_up = Q(state=_State.FAILED) | Q(state=_State.RUNNING, lease_until__lt=at)
    _end(DutyUpdate.objects.filter(given_up | Q(state=_State.WAITING, asked_at__lte=at)), found, at)


def _end(rows: QuerySet[DutyUpdate], found: Reconciled, at: datetime) -> None:
    rows.update(
        state=_State.DONE, lease_until=None, progress=100, opened=found.opened, closed=found.closed, ended_at=at
    )


@contextmanager
def _known_when_failed(update: DutyUpdate, at: datetime) -> Iterator[None]:
    """An error nobody foresaw goes on its way, and the pages say that the update has stopped."""
    try:
        yield
    except Exception:
        DutyUpdate.objects.filter(pk=update.pk).update(state=_State.FAILED, lease_until=None, ended_at=at)
        raise


def latest_update() -> DutyUpdate | None:
    """The one that runs, or else waits, or else was the last to end. One query."""
    return DutyUpdate.objects.order_by(F("ended_at").desc(nulls_first=True), "state").first()


def any_plan_runs() -> bool:
    return TrainingPlan.objects.filter(state=TrainingPlan.State.RUNNING).exists()
