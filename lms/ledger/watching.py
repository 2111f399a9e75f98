"""The first digests of watched rows that are older than the ledger's word on them."""

from datetime import datetime

from django.db import transaction

from lms.ledger.appending import append
from lms.ledger.watched_rows import has_begun, unrecorded, watched_models


@transaction.atomic
def begin_watching(*, actor: str, at: datetime) -> int:
    """Once: from now on a row of which no entry says how it stands is a fault. Says how many rows had none."""
    if has_begun():
        return 0
    for model in watched_models():
        # Nobody changes one between our reading of the ledger and our entry.
        list(model._default_manager.select_for_update().order_by("pk").values_list("pk"))
    rows = unrecorded()
    number = sum(len(keys) for keys in rows.values())
    append(actor=actor, action="照合の記録の開始", subject=f"{number}件", at=at, payload={"rows": number}, watched=rows)
    return number
