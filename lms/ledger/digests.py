"""Canonical text and SHA-256 of what the ledger vouches for. Pure: no database, no clock."""

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from lms.lib.facts import Fact


def canonical(value: Any) -> str:
    """One text for one value: sorted keys, no spaces, moments in UTC."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, (date, Decimal)):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def payload_digest(salt: str, payload: Any) -> str:
    return hashlib.sha256((salt + canonical(payload)).encode()).hexdigest()


def row_digest(fact: Fact) -> str:
    """Of a fact's columns as first written, so that closing or voiding it later leaves the digest true."""
    fields = [f for f in fact._meta.local_concrete_fields if f.name not in fact.sets_once]
    return hashlib.sha256(canonical({f.column: getattr(fact, f.attname) for f in fields}).encode()).hexdigest()


def entry_hash(seq: int, previous: str, recorded_at: datetime, texts: tuple[str, str, str, str]) -> str:
    """Hash of one link; `texts` are actor, action, subject and the payload's digest."""
    return hashlib.sha256(canonical([seq, previous, recorded_at, *texts]).encode()).hexdigest()
