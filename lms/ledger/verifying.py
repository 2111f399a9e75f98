"""Does the chain hold, and are the facts what they were when they were written? Every row that is not is named."""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.apps import apps
from django.db.models import Count, F, Q

from lms.ledger.book import Book, Said, new_book, note, read_erasures
from lms.ledger.digests import closing_digest, entry_hash, payload_digest, row_digest
from lms.ledger.heads import Head
from lms.ledger.models import Disposal, Erasure, LedgerEntry
from lms.ledger.sealing import GENESIS
from lms.ledger.watched_rows import unrecorded, watched_models
from lms.lib.facts import Fact
from lms.lib.watched import Watched

_CHUNK = 2000
# So often what looks wrong is looked at again: an act may write its row between reading the entries and the row.
_LOOKS = 3


@dataclass(frozen=True)
class Fault:
    """`kind` is missing, changed, inserted or moved; `row` the table's row or the entry's number, as text."""

    kind: str
    row: str
    text: str

    def __str__(self) -> str:
        return self.text


# Read as plain rows: making a million instances of the model takes longer than hashing them.
_COLUMNS = (
    "pk", "seq", "previous", "hash", "recorded_at", "actor", "action", "subject", "payload", "salt", "digest",
)  # fmt: skip
_ENTRIES = LedgerEntry._meta.label


def is_erased(row: Fact) -> bool:
    """Whether all of its personal words are gone."""
    return _is_blank(row, row.erases)


def _is_blank(row: Any, blanks: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == blank for name, blank in blanks.items())


def faults(head: Head | None = None) -> Iterator[Fault]:
    """The chain from its first entry, against a head kept elsewhere if there is one, then every fact and watched row.

    While it runs others go on writing: what looks wrong is looked at again with the entries written since.
    """
    book = new_book()
    last = yield from _chain_faults(head, book)
    for entry in LedgerEntry.objects.unsealed().iterator(chunk_size=_CHUNK):
        yield from _content_faults(entry, book[_ENTRIES].erased)
        note(entry, book)
    yield from _row_faults(book, last)
    known = {model._meta.label for model in _models()} | {_ENTRIES}
    for label in sorted(label for label, said in book.items() if said.present() and label not in known):
        yield Fault("missing", label, f"操作記録にある表（{label}）がありません。")


# ---- the chain -------------------------------------------------------------------------------------------------------


def _chain_faults(head: Head | None, book: Book) -> Generator[Fault, None, int]:
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
        note(entry, book)
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


# ---- the rows --------------------------------------------------------------------------------------------------------


def fact_models() -> list[type[Fact]]:
    """Every table of facts but the ledger itself."""
    models = [model for model in apps.get_models() if issubclass(model, Fact) and model is not LedgerEntry]
    return [cast("type[Fact]", model) for model in models]


_Checked = Fact | Watched
_Suspect = tuple[type[_Checked], str]


def _models() -> list[type[_Checked]]:
    return [*fact_models(), *watched_models()]


def _row_faults(book: Book, last: int) -> Iterator[Fault]:
    """`last`: the number of the last entry in the book."""
    suspects = list(_suspects(book))
    for _ in range(_LOOKS):
        if not suspects:
            return
        read_erasures(book)
        newer = LedgerEntry.objects.filter(Q(seq=None) | Q(seq__gt=last)).order_by(F("seq").asc(nulls_last=True), "pk")
        for entry in newer.iterator(chunk_size=_CHUNK):
            note(entry, book)
        suspects = [suspect for suspect in suspects if _kind(*suspect, book)]
    for model, key in suspects:
        place, kind = f"{model._meta.label} {key}", _kind(model, key, book)
        if kind:
            yield Fault(kind, place, f"{model._meta.verbose_name}（{place}）{_WORDS[kind]}")


def _suspects(book: Book) -> Iterator[_Suspect]:
    """Rows that are not what the entries say, and rows that they name and that are not there."""
    for model in _models():
        left = book[model._meta.label].present()
        for row in model._default_manager.order_by("pk").iterator(chunk_size=_CHUNK):
            key = str(row.pk)
            left.discard(key)
            if _fault_of(row, book):
                yield model, key
        yield from ((model, key) for key in left)


def _kind(model: type[_Checked], key: str, book: Book) -> str:
    row = model._default_manager.filter(pk=key).first()
    if row is None:
        return "missing" if key in book[model._meta.label].present() else ""
    return _fault_of(row, book)


_WORDS = {
    "inserted": "には、書き込んだときの操作記録がありません。",
    "changed": "が、操作記録の後に書き換えられています。",
    "missing": "がなくなっています。",
}


def _fault_of(row: _Checked, book: Book) -> str:
    said = book[row._meta.label]
    return _fault_of_fact(row, said) if isinstance(row, Fact) else _fault_of_watched(row, said, book)


def _fault_of_watched(row: Watched, said: Said, book: Book) -> str:
    """Before all such rows were in the ledger one without an entry is nothing to wonder at."""
    key = str(row.pk)
    if key not in said.now:
        return "inserted" if book.has_begun else ""
    _, digest = said.now[key]
    if digest is None:
        return "inserted"
    return "" if bytes.fromhex(row_digest(row)) == digest else "changed"


def _fault_of_fact(row: Fact, said: Said) -> str:
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
    """For other programs: the first fault, and all; what was lawfully erased, and what no entry vouches for yet."""
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
        "unrecorded": {model._meta.label: len(keys) for model, keys in unrecorded().items()},
    }


def _plain(fault: Fault) -> dict[str, str]:
    return {"kind": fault.kind, "row": fault.row, "text": fault.text}
