"""The sealer: numbers new entries and chains them. One at a time; a second one finds the numbers taken and stops."""

from django.db import connection, transaction

from lms.ledger.digests import entry_hash
from lms.ledger.models import LedgerEntry

GENESIS = "0" * 64
_LOCK = 0x6C6D73  # any number that is ours alone on this database


def seal(limit: int = 1000) -> int:
    """Chain up to `limit` entries in the order they were written; the number sealed."""
    with transaction.atomic():
        if not _lock():
            return 0
        last = LedgerEntry.objects.sealed().last()
        seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
        entries = list(LedgerEntry.objects.unsealed()[:limit])
        for entry in entries:
            seq += 1
            link = entry_hash(
                seq, previous, entry.recorded_at, (entry.actor, entry.action, entry.subject, entry.digest)
            )
            LedgerEntry.objects.filter(pk=entry.pk, seq=None).update(seq=seq, previous=previous, hash=link)
            previous = link
        return len(entries)


def _lock() -> bool:
    """Keep other sealers out until the transaction ends. SQLite's IMMEDIATE transaction does that by itself."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return cursor.fetchone()[0]
