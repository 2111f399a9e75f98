"""検証 as a job: asked for by a person or by the night, and what it found, kept."""

from collections.abc import Callable
from datetime import datetime

from lms.ledger.heads import head
from lms.ledger.models import LedgerCheck, LedgerEntry
from lms.ledger.verifying import faults

# Of so many faults the first are kept in words; the command names all.
_SHOWN = 20
# So many entries are checked while the person waits.
_AT_ONCE = 2000


def ask_check(*, actor: str, at: datetime) -> LedgerCheck:
    return LedgerCheck.objects.create(asked_at=at, asked_by=actor)


def is_small() -> bool:
    return not LedgerEntry.objects.sealed()[_AT_ONCE : _AT_ONCE + 1]


def carry_out_check(*, check_id: int, now: Callable[[], datetime]) -> LedgerCheck:
    """Every fault is counted. What is written while it runs may be seen or not, and does no harm."""
    upto = head(now())
    found = list(faults())
    LedgerCheck.objects.filter(pk=check_id).update(
        ended_at=now(), number=len(found), faults=[str(fault) for fault in found[:_SHOWN]],
        seq=upto.seq if upto else 0, hash=upto.hash if upto else "",
    )  # fmt: skip
    return LedgerCheck.objects.get(pk=check_id)


def last_check() -> LedgerCheck | None:
    """The newest that came to its end."""
    return LedgerCheck.objects.exclude(ended_at=None).first()
