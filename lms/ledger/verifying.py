"""Does the chain hold? Every broken link is named."""

from collections.abc import Iterator

from lms.ledger.digests import entry_hash, payload_digest
from lms.ledger.models import LedgerEntry
from lms.ledger.sealing import GENESIS


def faults() -> Iterator[str]:
    """One line for each entry that is missing, moved, or no longer what was sealed."""
    seq, previous = 0, GENESIS
    for entry in LedgerEntry.objects.sealed().iterator(chunk_size=2000):
        if entry.seq != seq + 1:
            yield f"{seq + 1} 番から {entry.seq - 1} 番までの操作記録がありません。"
        if entry.digest != payload_digest(entry.salt, entry.payload):
            yield f"{entry.seq} 番の操作記録の内容が書き換えられています。"
        texts = (entry.actor, entry.action, entry.subject, entry.digest)
        if (entry.previous, entry.hash) != (previous, entry_hash(entry.seq, previous, entry.recorded_at, texts)):
            yield f"{entry.seq} 番の操作記録のつながりが壊れています。"
        seq, previous = entry.seq, entry.hash
