"""Does the chain hold, and are the facts what they were when they were written? Every row that is not is named."""

from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.apps import apps
from django.db.models import Count, Q

from lms.ledger.digests import closing_digest, entry_hash, payload_digest, row_digest, voided_digest
from lms.ledger.heads import Head
from lms.ledger.models import Disposal, Erasure, LedgerEntry
from lms.ledger.sealing import GENESIS
from lms.lib.facts import Fact

_CHUNK = 2000


@dataclass(frozen=True)
class Fault:
    """`kind` is missing, changed, inserted or moved; `row` the table's row or the entry's number, as text."""

    kind: str
    row: str
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass
class _Said:
    """What the entries say of the rows of one model, by primary key."""

    rows: dict[str, bytes] = field(default_factory=dict)
    # Of two acts that closed a row at once only one did; either's word is accepted.
    closings: dict[str, frozenset[bytes]] = field(default_factory=dict)
    contradicted: set[str] = field(default_factory=set)
    # Rows whose personal words were lawfully erased, and how the entry of the erasure describes them anew.
    erased: frozenset[str] = frozenset()
    anew: dict[str, frozenset[bytes]] = field(default_factory=dict)

    def row(self, key: str, digest: bytes) -> None:
        if self.rows.setdefault(key, digest) == digest:
            return
        if key in self.erased:
            self.anew[key] = self.anew.get(key, frozenset()) | {digest}
        else:
            self.contradicted.add(key)

    def closing(self, key: str, digest: bytes) -> None:
        self.closings[key] = self.closings.get(key, frozenset()) | {digest}


_Book = defaultdict[str, _Said]
# Read as plain rows: making a million instances of the model takes longer than hashing them.
_COLUMNS = (
    "pk", "seq", "previous", "hash", "recorded_at", "actor", "action", "subject", "payload", "salt", "digest",
)  # fmt: skip
_ENTRIES = LedgerEntry._meta.label


def erased_rows() -> dict[str, frozenset[str]]:
    """By table, the rows that erasures name. Erasures are facts themselves: one without its entry is found like any."""
    found: dict[str, set[str]] = defaultdict(set)
    for label, key in Erasure.objects.values_list("label", "key").iterator(chunk_size=_CHUNK):
        found[label].add(key)
    return {label: frozenset(keys) for label, keys in found.items()}


def _read_erasures(book: _Book) -> None:
    for label, keys in erased_rows().items():
        book[label].erased = keys


def is_erased(row: Fact) -> bool:
    """Whether all of its personal words are gone."""
    return _is_blank(row, row.erases)


def _is_blank(row: Any, blanks: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == blank for name, blank in blanks.items())


def faults(head: Head | None = None) -> Iterator[Fault]:
    """The chain from its first entry, against a head kept elsewhere if there is one, then every fact.

    While it runs others go on writing: what looks wrong is looked at again with the entries written since.
    """
    book: _Book = defaultdict(_Said)
    _read_erasures(book)
    last = yield from _chain_faults(head, book)
    for entry in LedgerEntry.objects.unsealed().iterator(chunk_size=_CHUNK):
        yield from _content_faults(entry, book[_ENTRIES].erased)
        _note(entry, book)
    suspects = list(_suspects(book))
    if suspects:
        _read_erasures(book)
        for entry in LedgerEntry.objects.filter(Q(seq=None) | Q(seq__gt=last)).iterator(chunk_size=_CHUNK):
            _note(entry, book)
        yield from _fact_faults(suspects, book)
    known = {model._meta.label for model in fact_models()} | {_ENTRIES}
    for label in sorted(label for label, said in book.items() if said.rows and label not in known):
        yield Fault("missing", label, f"操作記録にある表（{label}）がありません。")


# ---- the chain -------------------------------------------------------------------------------------------------------


def _chain_faults(head: Head | None, book: _Book) -> Generator[Fault, None, int]:
    """Ends with the number of the last entry."""
    seq, previous = 0, GENESIS
    for entry in LedgerEntry.objects.sealed().values_list(*_COLUMNS, named=True).iterator(chunk_size=_CHUNK):
        number: int = entry.seq or 0
        if number != seq + 1:
            yield _gap(seq + 1, number - 1)
        yield from _content_faults(entry, book[_ENTRIES].erased)
        yield from _link_faults(entry, previous, follows=number == seq + 1)
        if head and number == head.seq and entry.hash != head.hash:
            yield Fault("changed", str(entry.seq), f"{entry.seq} 番の操作記録が、控え（{head.at}）と異なります。")
        _note(entry, book)
        seq, previous = number, entry.hash or ""
    if head and seq < head.seq:
        yield _gap(seq + 1, head.seq)
    return seq


def _gap(first: int, last: int) -> Fault:
    return Fault("missing", f"{first}-{last}", f"{first} 番から {last} 番までの操作記録がありません。")


def _content_faults(entry: LedgerEntry, erased: frozenset[str]) -> Iterator[Fault]:
    if str(entry.pk) in erased and _is_blank(entry, LedgerEntry.erases):
        return
    name = f"{entry.seq} 番" if entry.seq else f"番号の付く前（{entry.pk}）"
    if entry.digest != payload_digest(entry.salt, entry.payload):
        yield Fault("changed", str(entry.seq or entry.pk), f"{name}の操作記録の内容が書き換えられています。")


def _link_faults(entry: LedgerEntry, previous: str, *, follows: bool) -> Iterator[Fault]:
    texts = (entry.actor, entry.action, entry.subject, entry.digest)
    if entry.hash != entry_hash(entry.seq or 0, entry.previous or "", entry.recorded_at, texts):
        text = f"{entry.seq} 番の操作記録が書き換えられ、つながりが壊れています。"
        yield Fault("changed", str(entry.seq), text)
    elif follows and entry.previous != previous:
        text = f"{entry.seq} 番の操作記録のつながりが壊れています。前の記録が入れ替わっています。"
        yield Fault("moved", str(entry.seq), text)


# ---- the facts -------------------------------------------------------------------------------------------------------


def _note(entry: LedgerEntry, book: _Book) -> None:
    """Which rows the entry says it wrote, and which it closed."""
    try:
        _note_all(entry, book)
    except (AttributeError, TypeError, ValueError):
        # Only an entry written by hand has another form. That it is no entry of ours is said of it already.
        return


def _note_all(entry: LedgerEntry, book: _Book) -> None:
    _note_rows(entry.payload, book)
    _note_rows(entry.payload.get("carried", {}), book)
    at = bytes.fromhex(voided_digest(entry.recorded_at))
    for label, keys in entry.payload.get("voided", {}).items():
        for key in keys:
            book[label].closing(str(key), at)


def _note_rows(said: Mapping[str, Any], book: _Book) -> None:
    for label, key, digest, *closing in said.get("facts", ()):
        book[label].row(str(key), bytes.fromhex(digest))
        if closing:
            book[label].closing(str(key), bytes.fromhex(closing[0]))
    for label, keys, digest in said.get("closed", ()):
        for key in keys:
            book[label].closing(str(key), bytes.fromhex(digest))


def fact_models() -> list[type[Fact]]:
    """Every table of facts but the ledger itself."""
    models = [model for model in apps.get_models() if issubclass(model, Fact) and model is not LedgerEntry]
    return [cast("type[Fact]", model) for model in models]


_Suspect = tuple[type[Fact], str]


def _suspects(book: _Book) -> Iterator[_Suspect]:
    """Rows that are not what the entries say, and rows that they name and that are not there."""
    for model in fact_models():
        said = book[model._meta.label]
        left = set(said.rows)
        for row in model.objects.order_by("pk").iterator(chunk_size=_CHUNK):
            key = str(row.pk)
            left.discard(key)
            if _fault_of(row, said):
                yield model, key
        yield from ((model, key) for key in left)


def _fact_faults(suspects: list[_Suspect], book: _Book) -> Iterator[Fault]:
    for model, key in suspects:
        row = model.objects.filter(pk=key).first()
        said, place = book[model._meta.label], f"{model._meta.label} {key}"
        kind = _fault_of(row, said) if row else "missing"
        if kind:
            yield Fault(kind, place, f"{model._meta.verbose_name}（{place}）{_WORDS[kind]}")


_WORDS = {
    "inserted": "には、書き込んだときの操作記録がありません。",
    "changed": "が、操作記録の後に書き換えられています。",
    "missing": "がなくなっています。",
}


def _fault_of(row: Fact, said: _Said) -> str:
    """The kind of fault; empty where the row is as it was written, and closed by an act or not at all."""
    key, closing = str(row.pk), closing_digest(row)
    digest = said.rows.get(key)
    if digest is None:
        return "inserted"
    closings = said.closings.get(key, frozenset())
    closed_as_said = bytes.fromhex(closing) in closings if closing else not closings
    now = bytes.fromhex(row_digest(row))
    if key in said.erased:
        as_written = is_erased(row) and now in said.anew.get(key, frozenset())
    else:
        as_written = now == digest and key not in said.contradicted
    return "" if as_written and closed_as_said else "changed"


def lawfully_erased() -> list[tuple[Disposal, str, int]]:
    """What is gone by a decision, not by tampering: for each decision and table, how many rows."""
    counts = Erasure.objects.order_by("disposal", "label").values_list("disposal", "label").annotate(Count("pk"))
    decisions = Disposal.objects.in_bulk()
    return [(decisions[disposal], label, number) for disposal, label, number in counts]


def summary(found: list[Fault], head: Head | None) -> dict[str, Any]:
    """For other programs: the first fault, and all of them; and what was lawfully erased."""
    return {
        "ok": not found,
        "entries": LedgerEntry.objects.sealed().count(),
        "head": head.seq if head else None,
        "first": _plain(found[0]) if found else None,
        "faults": [_plain(fault) for fault in found],
        "erased": [
            {
                "decision": disposal.document_number,
                "on": disposal.decided_on.isoformat(),
                "table": label,
                "rows": number,
            }
            for disposal, label, number in lawfully_erased()
        ],
    }


def _plain(fault: Fault) -> dict[str, str]:
    return {"kind": fault.kind, "row": fault.row, "text": fault.text}
