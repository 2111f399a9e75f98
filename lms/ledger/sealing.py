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
        last = LedgerEntry.objects.sealed().values_list("seq", "hash").last()
        seq, previous = last or (0, GENESIS)
        links = []
        for key, recorded_at, *texts in LedgerEntry.objects.unsealed().values_list("pk", *_LINKED)[:limit]:
            seq += 1
            link = entry_hash(seq, previous, recorded_at, tuple(texts))
            links.append((seq, previous, link, key))
            previous = link
        with connection.cursor() as cursor:
            # One statement prepared for all of them: through the ORM it would be compiled a thousand times.
            cursor.executemany(_SEAL, links)
        return len(links)


_LINKED = ("recorded_at", "actor", "action", "subject", "digest")
_SEAL = "UPDATE ledger_ledgerentry SET seq = %s, previous = %s, hash = %s WHERE id = %s AND seq IS NULL"


def _lock() -> bool:
    """Keep other sealers out until the transaction ends. SQLite's IMMEDIATE transaction does that by itself."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return cursor.fetchone()[0]
