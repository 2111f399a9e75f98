"""A file comes in: it is kept, read and compared once, and what it would change is kept for the preview."""

import hashlib
from datetime import date, datetime
from pathlib import PurePath

from lms.importing.comparing.planning import needed_columns, planned
from lms.importing.comparing.plans import Plan
from lms.importing.comparing.reach import Reach
from lms.importing.handling.showing import keep_rows
from lms.importing.handling.work import report
from lms.importing.models import ImportBatch
from lms.importing.reading.workbooks import ZIPPED

_BYTES_OF_A_ZIPPED_ROW = 60


def receive(
    *, kind: str, on: date, filename: str, content: bytes, by: str, at: datetime, reach: str = Reach.LISTED
) -> ImportBatch:
    """Keep an uploaded file, to be looked at and perhaps applied."""
    return ImportBatch.objects.create(
        kind=kind, on=on, reach=reach, filename=PurePath(filename).name[:200], content=content, uploaded_at=at,
        uploaded_by=by, sha256=hashlib.sha256(content).hexdigest(), rows=_roughly(content),
    )  # fmt: skip


def _roughly(content: bytes) -> int:
    """How many rows, near enough to say whether the file is large."""
    return len(content) // _BYTES_OF_A_ZIPPED_ROW if content.startswith(ZIPPED) else content.count(b"\n")


def prepare(*, batch: ImportBatch, at: datetime, notice: str = "") -> Plan:
    """Compare the file with the books as they are, and keep what it would change for the preview."""

    def tell(percent: int) -> None:
        report(batch=batch, percent=percent, at=at)

    plan = planned(kind=batch.kind, content=bytes(batch.content), on=batch.on, reach=batch.reach, tell=tell)
    tell(80)
    keep_rows(batch, plan)
    ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.READING).update(
        state=ImportBatch.State.PREVIEWED, lease_until=None, progress=100, notice=notice, counts=counts_of(plan),
        seen=_seen(plan, batch.kind),
    )  # fmt: skip
    batch.refresh_from_db(fields=["state", "notice", "counts", "seen"])
    return plan


def counts_of(plan: Plan) -> dict[str, int]:
    """What the figures of the page say."""
    return {
        **plan.counts, "errors": len(plan.faults), "notes": len(plan.notes), "left_out": len(plan.left_out)
    }  # fmt: skip


def _seen(plan: Plan, kind: str) -> dict[str, object]:
    """What the page needs to know of the plan besides its rows."""
    unnamed = [name for name in needed_columns(kind) if plan.headings and name not in plan.headings]
    return {
        "digest": plan.digest, "can_be_applied": plan.can_be_applied, "can_leave_out": plan.can_leave_out,
        "needs_consent": plan.needs_consent, "drop": plan.drop.words if plan.drop else "",
        "missing": list(plan.missing), "headings": list(plan.headings), "unnamed": unnamed,
    }  # fmt: skip
