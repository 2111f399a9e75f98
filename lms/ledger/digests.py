"""Canonical text and SHA-256 of what the ledger vouches for. Pure: no database, no clock."""

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from lms.lib.facts import Fact


def canonical(value: Any) -> str:
    """One text for one value: sorted keys, no spaces, moments in UTC."""
    return _ENCODER.encode(value)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, (date, Decimal)):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def payload_digest(salt: str, payload: Any) -> str:
    return hashlib.sha256((salt + canonical(payload)).encode()).hexdigest()


@cache
def _columns(model: type[Fact]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Column and attribute of what is written first, and of what is filled later."""
    fields = model._meta.local_concrete_fields
    return (
        [(str(f.column), f.attname) for f in fields if f.name not in model.sets_once],
        [(str(f.column), f.attname) for f in fields if f.name in model.sets_once],
    )


def row_digest(fact: Fact) -> str:
    """Of a fact's columns as first written, so that closing or voiding it later leaves the digest true."""
    first, _ = _columns(type(fact))
    return hashlib.sha256(canonical({name: getattr(fact, attribute) for name, attribute in first}).encode()).hexdigest()


def closing_digest(fact: Fact) -> str | None:
    """Of the columns that are filled later, once one of them is: a score, say; None before."""
    _, later = _columns(type(fact))
    values = {name: getattr(fact, attribute) for name, attribute in later}
    if all(value is None for value in values.values()):
        return None
    return hashlib.sha256(canonical(values).encode()).hexdigest()


def fact_digests(fact: Fact) -> list[Any]:
    """What an entry says of a fact: which row, its digest, and the one of its later columns if they are filled."""
    closing = closing_digest(fact)
    return [fact._meta.label, fact.pk, row_digest(fact), *([closing] if closing else [])]


def entry_hash(seq: int, previous: str, recorded_at: datetime, texts: tuple[str, str, str, str]) -> str:
    """Hash of one link; `texts` are actor, action, subject and the payload's digest."""
    return hashlib.sha256(canonical([seq, previous, recorded_at, *texts]).encode()).hexdigest()
