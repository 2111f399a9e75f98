"""Canonical text and SHA-256 of what the ledger vouches for. Pure: no database, no clock."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, cast

from lms.lib.facts import Fact, Salted
from lms.lib.watched import Watched


def canonical(value: Any) -> str:
    """One text for one value: sorted keys, no spaces, moments in UTC."""
    return _ENCODER.encode(value)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, (date, Decimal)):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


# Made once: a million entries are checked with it.
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def payload_digest(salt: str, payload: Any) -> str:
    return _digest(canonical(payload), salt)


def _digest(text: str, salt: str = "") -> str:
    return hashlib.sha256((salt + text).encode()).hexdigest()


@cache
def _columns(model: type[Fact | Watched]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Column and attribute of what is written first, and of what is filled later."""
    fields = model._meta.local_concrete_fields
    return (
        [(str(f.column), f.attname) for f in fields if f.name not in model.sets_once],
        [(str(f.column), f.attname) for f in fields if f.name in model.sets_once],
    )


def row_digest(row: Fact | Watched) -> str:
    """Of a fact's columns as first written, so that closing or voiding it later leaves the digest true; of all columns
    of a row that is watched.

    A salt that is not there, or a newer column that holds what older rows hold, is no part of it: rows older than that
    column keep the digest they had.
    """
    first, _ = _columns(type(row))
    values = {name: getattr(row, attribute) for name, attribute in first}
    for name, without in (("salt", ""), *row.newer.items()):
        if values.get(name) == without:
            del values[name]
    return _digest(canonical(values))


def closing_digest(fact: Fact) -> str | None:
    """Of the columns that are filled later, once one of them is: a score, say; None before."""
    _, later = _columns(type(fact))
    values = {name: getattr(fact, attribute) for name, attribute in later}
    if all(value is None for value in values.values()):
        return None
    return _digest(canonical(values), _salt_of_closing(fact))


def _salt_of_closing(fact: Fact) -> str:
    """Personal words among the later columns need the row's salt; what they are not needs none."""
    return cast("Salted", fact).salt if {*fact.sets_once} & {*fact.erases} else ""


def closed_digest(model: type[Fact], values: Mapping[str, Any]) -> str:
    """Of the later columns of a row that was closed with these values, by field; a row that is pointed to by its id."""
    columns = {model._meta.get_field(name).column: values[name] for name in model.sets_once}  # type: ignore[union-attr]
    return _digest(canonical(columns))


def voided_digest(at: datetime) -> str:
    """The same for rows that have but one such column, `voided_at`."""
    return _digest(canonical({"voided_at": at}))


@dataclass(frozen=True)
class Closed:
    """Rows of one table whose later columns an act has filled, all with the same values.

    Not for tables that may have to erase one of these columns: there each row has its salt, and is named as a fact.
    """

    model: type[Fact]
    keys: Sequence[int]
    values: Mapping[str, Any]

    @property
    def digests(self) -> list[Any]:
        """What an entry says of them."""
        return [self.model._meta.label, list(self.keys), closed_digest(self.model, self.values)]


def fact_digests(fact: Fact) -> list[Any]:
    """What an entry says of a fact: which row, its digest, and the one of its later columns if they are filled."""
    closing = closing_digest(fact)
    return [fact._meta.label, fact.pk, row_digest(fact), *([closing] if closing else [])]


def entry_hash(seq: int, previous: str, recorded_at: datetime, texts: tuple[str, str, str, str]) -> str:
    """Hash of one link; `texts` are actor, action, subject and the payload's digest."""
    return _digest(canonical([seq, previous, recorded_at, *texts]))
