"""What the entries of the ledger say of the rows of each table, gathered by reading them in their order."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lms.ledger.digests import voided_digest
from lms.ledger.models import Erasure, LedgerEntry

_CHUNK = 2000
# Of an entry that has no number yet: after all that have one.
_LAST = 1 << 62
BEGUN = "照合の記録の開始"


@dataclass
class Said:
    """What the entries say of the rows of one model, by primary key."""

    rows: dict[str, bytes] = field(default_factory=dict)
    # Of two acts that closed a row at once only one did; either's word is accepted.
    closings: dict[str, frozenset[bytes]] = field(default_factory=dict)
    contradicted: set[str] = field(default_factory=set)
    # Rows whose personal words were lawfully erased, and how the entry of the erasure describes them anew.
    erased: frozenset[str] = frozenset()
    anew: dict[str, frozenset[bytes]] = field(default_factory=dict)
    # How rows that are no facts stand since which entry; no digest: a row was taken away.
    now: dict[str, tuple[int, bytes | None]] = field(default_factory=dict)

    def row(self, key: str, digest: bytes) -> None:
        if self.rows.setdefault(key, digest) == digest:
            return
        if key in self.erased:
            self.anew[key] = self.anew.get(key, frozenset()) | {digest}
        else:
            self.contradicted.add(key)

    def closing(self, key: str, digest: bytes) -> None:
        self.closings[key] = self.closings.get(key, frozenset()) | {digest}

    def stands(self, key: str, digest: bytes | None, seq: int) -> None:
        self.now[key] = (seq, digest)

    def stood(self, key: str, digest: bytes | None, seq: int) -> None:
        """As an entry said that is erased: a later one counts more, though it was read before."""
        if key not in self.now or self.now[key][0] < seq:
            self.now[key] = (seq, digest)

    def present(self) -> set[str]:
        """The rows that there have to be."""
        return set(self.rows) | {key for key, (_, digest) in self.now.items() if digest}


class Book(defaultdict[str, Said]):
    """By table. `has_begun`: from its entry on every watched row has to be in the ledger."""

    def __init__(self) -> None:
        super().__init__(Said)
        self.has_begun = False


def new_book() -> Book:
    """Empty, but for the rows that were lawfully erased."""
    book = Book()
    read_erasures(book)
    return book


def read_erasures(book: Book) -> None:
    """By table, the rows that erasures name. Erasures are facts themselves: one without its entry is found like any."""
    found: dict[str, set[str]] = defaultdict(set)
    for label, key in Erasure.objects.values_list("label", "key").iterator(chunk_size=_CHUNK):
        found[label].add(key)
    for label, keys in found.items():
        book[label].erased = frozenset(keys)


def note(entry: LedgerEntry, book: Book) -> None:
    """Which rows the entry says it wrote, which it closed, and how those stand that are watched."""
    try:
        _note_all(entry, book)
    except (AttributeError, TypeError, ValueError):
        # Only an entry written by hand has another form. That it is no entry of ours is said of it already.
        return


def _note_all(entry: LedgerEntry, book: Book) -> None:
    book.has_begun |= entry.action == BEGUN
    carried = entry.payload.get("carried", {})
    _note_rows(entry.payload, book)
    _note_rows(carried, book)
    at = bytes.fromhex(voided_digest(entry.recorded_at))
    for label, keys in entry.payload.get("voided", {}).items():
        for key in keys:
            book[label].closing(str(key), at)
    for label, key, digest, seq in _standing(carried):
        book[label].stood(key, digest, seq)
    for label, key, digest, *_ in _standing(entry.payload):
        book[label].stands(key, digest, entry.seq or _LAST)


def _note_rows(said: Mapping[str, Any], book: Book) -> None:
    for label, key, digest, *closing in said.get("facts", ()):
        book[label].row(str(key), bytes.fromhex(digest))
        if closing:
            book[label].closing(str(key), bytes.fromhex(closing[0]))
    for label, keys, digest in said.get("closed", ()):
        for key in keys:
            book[label].closing(str(key), bytes.fromhex(digest))


def _standing(said: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (label, str(key), bytes.fromhex(digest) if digest else None, *seq)
        for label, rows in said.get("now", {}).items()
        for key, digest, *seq in rows
    ]
