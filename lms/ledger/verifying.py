"""Does the chain hold, and are the facts what they were when they were written? Every row that is not is named."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from django.apps import apps

from lms.ledger.digests import closing_digest, entry_hash, payload_digest, row_digest
from lms.ledger.heads import Head
from lms.ledger.models import LedgerEntry
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
class _Written:
    """What the entries say of the rows of one model: digests by primary key."""

    rows: dict[str, bytes] = field(default_factory=dict)
    closings: dict[str, bytes] = field(default_factory=dict)


def faults(head: Head | None = None) -> Iterator[Fault]:
    """The chain from its first entry, against a head kept elsewhere if there is one, then every fact."""
    written: dict[str, _Written] = defaultdict(_Written)
    yield from _chain_faults(head, written)
    for entry in LedgerEntry.objects.unsealed().iterator(chunk_size=_CHUNK):
        yield from _content_faults(entry)
        _note(entry, written)
    yield from _fact_faults(written)


# ---- the chain -------------------------------------------------------------------------------------------------------


def _chain_faults(head: Head | None, written: dict[str, _Written]) -> Iterator[Fault]:
    seq, previous = 0, GENESIS
    for entry in LedgerEntry.objects.sealed().iterator(chunk_size=_CHUNK):
        number: int = entry.seq or 0
        if number != seq + 1:
            yield _gap(seq + 1, number - 1)
        yield from _content_faults(entry)
        yield from _link_faults(entry, previous, follows=number == seq + 1)
        if head and number == head.seq and entry.hash != head.hash:
            yield Fault("changed", str(entry.seq), f"{entry.seq} 番の操作記録が、控え（{head.at}）と異なります。")
        _note(entry, written)
        seq, previous = number, entry.hash or ""
    if head and seq < head.seq:
        yield _gap(seq + 1, head.seq)


def _gap(first: int, last: int) -> Fault:
    return Fault("missing", f"{first}-{last}", f"{first} 番から {last} 番までの操作記録がありません。")


def _content_faults(entry: LedgerEntry) -> Iterator[Fault]:
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


def _note(entry: LedgerEntry, written: dict[str, _Written]) -> None:
    facts = entry.payload.get("facts", []) if isinstance(entry.payload, dict) else []
    for label, key, digest, *closing in facts:
        said = written[label]
        said.rows[str(key)] = bytes.fromhex(digest)
        if closing:
            said.closings[str(key)] = bytes.fromhex(closing[0])


def _fact_faults(written: dict[str, _Written]) -> Iterator[Fault]:
    for model in fact_models():
        yield from _model_faults(model, written.pop(model._meta.label, _Written()))
    for label in written:
        yield Fault("missing", label, f"操作記録にある表（{label}）がありません。")


def fact_models() -> list[type[Fact]]:
    """Every table of facts but the ledger itself."""
    models = [model for model in apps.get_models() if issubclass(model, Fact) and model is not LedgerEntry]
    return [cast("type[Fact]", model) for model in models]


def _model_faults(model: type[Fact], said: _Written) -> Iterator[Fault]:
    name = model._meta.verbose_name
    for row in model.objects.order_by("pk").iterator(chunk_size=_CHUNK):
        key = str(row.pk)
        digest, closing = said.rows.pop(key, None), said.closings.get(key)
        place = f"{model._meta.label} {key}"
        if digest is None:
            yield Fault("inserted", place, f"{name}（{place}）には、書き込んだときの操作記録がありません。")
        elif digest.hex() != row_digest(row) or not _closed_as_said(row, closing):
            yield Fault("changed", place, f"{name}（{place}）が、操作記録の後に書き換えられています。")
    for key in said.rows:
        place = f"{model._meta.label} {key}"
        yield Fault("missing", place, f"{name}（{place}）がなくなっています。")


def _closed_as_said(row: Fact, closing: bytes | None) -> bool:
    return closing is None or closing.hex() == closing_digest(row)


def summary(found: list[Fault], head: Head | None) -> dict[str, Any]:
    """For other programs: the first fault, and all of them."""
    return {
        "ok": not found,
        "entries": LedgerEntry.objects.sealed().count(),
        "head": head.seq if head else None,
        "first": _plain(found[0]) if found else None,
        "faults": [_plain(fault) for fault in found],
    }


def _plain(fault: Fault) -> dict[str, str]:
    return {"kind": fault.kind, "row": fault.row, "text": fault.text}
