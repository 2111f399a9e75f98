"""The decision that what has run out be erased: taken outside the system, entered here, for what was looked at."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from lms.ledger.appending import append
from lms.ledger.models import Disposal, Expired, Kept
from lms.lib.fiscal_year import local_date


class NotAsSeenError(ValueError):
    """The list has changed since somebody looked at it."""


@dataclass(frozen=True)
class Decision:
    decided_on: date
    decided_by: str
    document_number: str


def undecided(kinds: Collection[str], on: date) -> QuerySet[Expired]:
    """What may be decided on: its period has ended before the day."""
    return Expired.objects.filter(kind__in=kinds, disposal=None, kept_until__lt=on)


def fingerprint(rows: QuerySet[Expired]) -> str:
    """Of what is looked at, so that a decision is about that and nothing else."""
    keys = rows.order_by("kind", "key").values_list("kind", "key", "kept_until")
    return hashlib.sha256("\n".join(f"{kind} {key} {day}" for kind, key, day in keys).encode()).hexdigest()


@transaction.atomic
def decide(*, decision: Decision, kinds: Collection[str], seen: str, actor: str, at: datetime) -> Disposal:
    """Enter it. Raises NotAsSeenError when the list is not what was looked at, or is empty."""
    rows = undecided(kinds, local_date(at))
    keys = list(rows.select_for_update().values_list("pk", flat=True))
    if not keys or fingerprint(rows) != seen:
        raise NotAsSeenError
    disposal = Disposal.objects.create(**vars(decision), actor=actor, recorded_at=at)
    rows.filter(pk__in=keys).update(disposal=disposal)
    payload = {
        "document_number": decision.document_number, "approved_by": decision.decided_by,
        "approved_on": decision.decided_on.isoformat(), "rows": len(keys),
    }  # fmt: skip
    labels = "、".join(kind.label for kind in Kept if kind in kinds)
    append(actor=actor, action="保存期間満了による削除の決定", subject=labels, at=at, payload=payload, facts=[disposal])
    return disposal
