"""How far the books are written: whatever was computed from them holds until this changes."""

from lms.ledger.models import LedgerEntry

Position = tuple[int, tuple[int, ...]]


def position() -> Position:
    """The last number of the chain, and the entries that wait for theirs. Two small queries.

    The last id alone would not do: of two acts at once the one that began first may be the last to be seen.
    """
    waiting = tuple(LedgerEntry.objects.unsealed().values_list("pk", flat=True))
    last = LedgerEntry.objects.sealed().values_list("seq", flat=True).last()
    return last or 0, waiting
