"""Who works on a file: one at a time, under a lease that ends, so that a worker that died holds up nobody."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db.models import Q

from lms.importing.models import ImportBatch

# Longer than the longest stretch without a word of progress at 50,000 staff, which is the writing of the whole file.
LEASE = timedelta(minutes=5)
FAILED = "思わぬ理由で中断しました。登録の内容は変わっていません。もう一度確かめてから反映してください。"

_State = ImportBatch.State
# From which states a piece of work may begin; from those in brackets only when the lease has ended.
_BEGINS_FROM = {
    _State.READING: ((_State.PREVIEWED, _State.FAILED), (_State.READING, _State.APPLYING)),
    _State.APPLYING: ((_State.PREVIEWED,), ()),
    _State.UNDOING: ((_State.APPLIED,), (_State.UNDOING,)),
}


def claim(*, batch: ImportBatch, state: str, at: datetime) -> bool:
    """Take the file for a piece of work; false when somebody else is at it, or it is past that."""
    idle, given_up = _BEGINS_FROM[_State(state)]
    free = Q(state__in=idle) | Q(state__in=given_up) & (Q(lease_until=None) | Q(lease_until__lt=at))
    claimed = ImportBatch.objects.filter(free, pk=batch.pk).update(
        state=state, lease_until=at + LEASE, progress=0, notice=""
    )
    if claimed:
        batch.state, batch.lease_until = state, at + LEASE
    return bool(claimed)


def report(*, batch: ImportBatch, percent: int, at: datetime) -> None:
    """How far the reading has come."""
    ImportBatch.objects.filter(pk=batch.pk, state=_State.READING).update(progress=percent, lease_until=at + LEASE)


@contextmanager
def known_when_failed(batch_id: str) -> Iterator[None]:
    """An error nobody foresaw goes on its way, and the page says that the work has ended."""
    try:
        yield
    except Exception:
        _give_up(batch_id)
        raise


def _give_up(batch_id: str) -> None:
    batches = ImportBatch.objects.filter(pk=batch_id)
    batches.filter(state__in=[_State.READING, _State.APPLYING]).update(
        state=_State.FAILED, lease_until=None, notice=FAILED
    )
    batches.filter(state=_State.UNDOING).update(state=_State.APPLIED, lease_until=None, notice=FAILED)
