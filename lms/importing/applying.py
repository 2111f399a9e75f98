"""Carrying out a plan: everything in one transaction, with one ledger entry that names every fact written."""

import hashlib
from datetime import date, datetime
from pathlib import PurePath

from django.db import connection, transaction

from lms.duties.planning import reconcile
from lms.importing.models import ImportBatch
from lms.importing.planning import planned
from lms.importing.plans import Plan
from lms.importing.writing import WRITERS
from lms.ledger.appending import append
from lms.lib.fiscal_year import local_date

_LOCK = 0x1A9_0001


class NotAsSeenError(Exception):
    """The books have changed since the plan was shown; the person must look again."""


class NothingToApplyError(Exception):
    """The plan has errors, or changes nothing, or has been applied already."""


def receive(*, kind: str, on: date, filename: str, content: bytes, by: str, at: datetime) -> ImportBatch:
    """Keep an uploaded file, to be looked at and perhaps applied."""
    plan = planned(kind=kind, content=content, on=on)
    return _keep(plan, kind=kind, filename=filename, content=content, by=by, at=at)


@transaction.atomic
def import_at_once(*, kind: str, on: date, filename: str, content: bytes, by: str, at: datetime) -> Plan:
    """Plan and, unless something is wrong or nothing changes, write."""
    _one_at_a_time()
    plan = planned(kind=kind, content=content, on=on)
    if plan.can_be_applied:
        batch = _keep(plan, kind=kind, filename=filename, content=content, by=by, at=at)
        write(plan=plan, batch=batch, actor=by, at=at)
    return plan


@transaction.atomic
def apply_as_seen(*, batch: ImportBatch, digest: str, actor: str, at: datetime) -> Plan:
    """Write the plan that was shown, known by its digest; refuse when the books would now give another one."""
    _one_at_a_time()
    if ImportBatch.objects.filter(pk=batch.pk).exclude(applied_at=None).exists():
        raise NothingToApplyError
    plan = planned(kind=batch.kind, content=bytes(batch.content), on=batch.on)
    if plan.digest != digest:
        raise NotAsSeenError
    if not plan.can_be_applied:
        raise NothingToApplyError
    write(plan=plan, batch=batch, actor=actor, at=at)
    return plan


@transaction.atomic
def write(*, plan: Plan, batch: ImportBatch, actor: str, at: datetime) -> None:
    """Write a plan without faults and mark its batch applied, once."""
    claimed = ImportBatch.objects.filter(pk=batch.pk, applied_at=None).update(
        applied_at=at, counts=_counts(plan), notes=[note.text for note in plan.notes]
    )
    if not claimed:
        raise NothingToApplyError
    written = WRITERS[ImportBatch.Kind(batch.kind)](plan, batch.pk, at)
    append(
        actor=actor, action=f"{ImportBatch.Kind(batch.kind).label}の取込み", subject=f"取込み {batch.pk}", at=at,
        payload={"on": batch.on.isoformat(), "sha256": batch.sha256, "counts": plan.counts, **written.payload},
        facts=written.facts,
    )  # fmt: skip
    # Newcomers find their duties, and leavers lose theirs, without waiting for the night.
    reconcile(on=local_date(at), at=at, actor=actor)


def _one_at_a_time() -> None:
    # Two files at once would each be compared with books that the other is changing. SQLite lets one writer in anyway.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _keep(plan: Plan, *, kind: str, filename: str, content: bytes, by: str, at: datetime) -> ImportBatch:
    return ImportBatch.objects.create(
        kind=kind, on=plan.on, filename=PurePath(filename).name[:200], content=content, uploaded_at=at, uploaded_by=by,
        sha256=hashlib.sha256(content).hexdigest(), counts=_counts(plan),
    )  # fmt: skip


def _counts(plan: Plan) -> dict[str, int]:
    return {**plan.counts, "errors": len(plan.faults)}
