"""How rows stand that are no facts but are watched: what an entry says of them, and which tables they are in."""

from collections.abc import Collection, Mapping
from typing import Any, cast

from django.apps import apps

from lms.ledger.book import BEGUN, new_book, note
from lms.ledger.digests import row_digest
from lms.ledger.models import LedgerEntry
from lms.lib.watched import Watched

_CHUNK = 5000


def as_they_stand(watched: Mapping[type[Watched], Collection[int]]) -> dict[str, list[list[Any]]]:
    """By table, each row's key and digest, read anew: what an act has in hand may be older than the row. A row that is
    no more has no digest."""
    return {model._meta.label: _digests(model, list(keys)) for model, keys in watched.items() if keys}


def _digests(model: type[Watched], keys: list[int]) -> list[list[Any]]:
    found: list[list[Any]] = []
    for start in range(0, len(keys), _CHUNK):
        some = keys[start : start + _CHUNK]
        rows = model._default_manager.in_bulk(some)
        found += [[key, row_digest(rows[key]) if key in rows else None] for key in some]
    return found


def watched_models() -> list[type[Watched]]:
    return [model for model in apps.get_models() if issubclass(model, Watched)]


# ---- rows from before ------------------------------------------------------------------------------------------------


def has_begun() -> bool:
    """Whether the rows from before are in the ledger, so that by now every row has to be."""
    return LedgerEntry.objects.filter(action=BEGUN).exists()


def unrecorded() -> dict[type[Watched], list[int]]:
    """Rows of which no entry says how they stand. Reads the whole ledger, until they have been written down."""
    if has_begun():
        return {}
    book = new_book()
    entries = LedgerEntry.objects.order_by("pk").values_list("seq", "recorded_at", "action", "payload", named=True)
    for entry in entries.iterator(chunk_size=_CHUNK):
        note(cast("LedgerEntry", entry), book)
    found = {}
    for model in watched_models():
        known = book[model._meta.label].now
        keys = model._default_manager.order_by("pk").values_list("pk", flat=True)
        found[model] = [key for key in keys if str(key) not in known]
    return {model: keys for model, keys in found.items() if keys}
