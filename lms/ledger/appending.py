"""The one door by which an act leaves its trace."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from lms.ledger.digests import Closed, canonical, fact_digests, payload_digest
from lms.ledger.models import LedgerEntry
from lms.ledger.watched_rows import as_they_stand
from lms.lib.facts import Fact
from lms.lib.terminal import terminal_address
from lms.lib.watched import Watched


class NotInTransactionError(RuntimeError):
    """An entry must stand or fall with the fact it speaks of."""


def append(
    *,
    actor: str,
    action: str,
    subject: str,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    facts: Sequence[Fact] = (),
    closed: Sequence[Closed] = (),
    watched: Mapping[type[Watched], Collection[int]] | None = None,
) -> LedgerEntry:
    """Write one entry, inside the caller's transaction. A bulk act names all its `facts` and leaves one entry.

    `actor` is a staff number or the name of a command; `subject` says in short what was acted on, never a name.
    Rows that the act voids at this very moment stand in the payload: `{"voided": {"people.Posting": [12, 13]}}`; rows
    that it closes in any other way are `closed`. The contents of what is done on a page say from which `address`.
    `watched` rows, by their ids, are those that are no facts and that the act has written or taken away before.
    """
    if not connection.in_atomic_block:
        raise NotInTransactionError(action)
    content = {**(payload or {}), "facts": [fact_digests(fact) for fact in facts]}
    if address := terminal_address():
        content["address"] = address
    if closed:
        content["closed"] = [one.digests for one in closed]
    if now := as_they_stand(watched or {}):
        content["now"] = now
    salt = secrets.token_hex(16)
    entry = LedgerEntry(
        recorded_at=at, actor=actor, action=action, subject=subject, payload=content, salt=salt,
        digest=payload_digest(salt, content),
    )  # fmt: skip
    write_entry(entry)
    return entry


def write_entry(entry: LedgerEntry) -> None:
    """One statement, the same for every act: Django's own would be compiled anew each time."""
    at = connection.ops.adapt_datetimefield_value(entry.recorded_at)
    values = [at, entry.actor, entry.action, entry.subject, canonical(entry.payload), entry.salt, entry.digest]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        (entry.pk,) = cursor.fetchone()
    entry._state.adding, entry._state.db = False, connection.alias


_INSERT = (
    "INSERT INTO ledger_ledgerentry (recorded_at, actor, action, subject, payload, salt, digest)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id"
)
