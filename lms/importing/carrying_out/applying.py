"""Carrying out a plan: everything in one transaction, with one ledger entry that names every fact written."""

from dataclasses import replace
from datetime import date, datetime

from django.db import connection, transaction

from lms.importing.carrying_out.coming import bring_into_force
from lms.importing.carrying_out.writing import WRITERS
from lms.importing.comparing.planning import planned
from lms.importing.comparing.plans import Consent, Plan
from lms.importing.comparing.reach import Reach
from lms.importing.handling.receiving import counts_of, receive
from lms.importing.handling.showing import keep_rows
from lms.importing.models import ImportBatch
from lms.ledger.appending import append
from lms.people.models import Employee

_LOCK = 0x1A9_0001
NO_CONSENT = Consent()
_State = ImportBatch.State


class NotAsSeenError(Exception):
    """The books have changed since the plan was shown; the person must look again."""


class NothingToApplyError(Exception):
    """The plan has errors, changes nothing, or more people leave than was agreed to.

    Or the file is not being applied any more: it was applied already, or somebody has begun to look at it anew.
    """


@transaction.atomic
def import_at_once(
    *, kind: str, on: date, filename: str, content: bytes, by: str, at: datetime, reach: str = Reach.LISTED,
    consent: Consent = NO_CONSENT,
) -> Plan:  # fmt: skip
    """Plan and, unless something is wrong or nothing changes, write; the plan then names its batch."""
    one_at_a_time()
    bring_into_force(at=at, actor=by)
    plan = planned(kind=kind, content=content, on=on, reach=reach)
    if not plan.allows(consent):
        return plan
    batch = receive(kind=kind, on=on, filename=filename, content=content, by=by, at=at, reach=reach)
    keep_rows(batch, plan)
    ImportBatch.objects.filter(pk=batch.pk).update(state=_State.APPLYING)
    write(plan=plan, batch=batch, actor=by, at=at)
    return replace(plan, batch=batch.pk)


@transaction.atomic
def apply_as_seen(
    *, batch: ImportBatch, digest: str, actor: str, at: datetime, consent: Consent = NO_CONSENT
) -> Plan:  # fmt: skip
    """Write the plan that was shown, known by its digest; refuse when the books would now give another one."""
    one_at_a_time()
    if not ImportBatch.objects.filter(pk=batch.pk, state=_State.APPLYING).exists():
        raise NothingToApplyError
    plan = planned(kind=batch.kind, content=bytes(batch.content), on=batch.on, reach=batch.reach)
    if plan.digest != digest:
        raise NotAsSeenError
    if not plan.allows(consent):
        raise NothingToApplyError
    write(plan=plan, batch=batch, actor=actor, at=at)
    return plan


@transaction.atomic
def write(*, plan: Plan, batch: ImportBatch, actor: str, at: datetime) -> None:
    """Write what a plan has steps for and mark its batch, which is being applied, as applied."""
    claimed = ImportBatch.objects.filter(pk=batch.pk, state=_State.APPLYING).update(
        state=_State.APPLIED, applied_at=at, lease_until=None, notice="", counts=counts_of(plan),
        notes=[*_left_out(plan), *(note.text for note in plan.notes)],
    )  # fmt: skip
    if not claimed:
        raise NothingToApplyError
    written = WRITERS[ImportBatch.Kind(batch.kind)](plan, batch.pk, at)
    append(
        actor=actor, action=action_of(batch), subject=f"取込み {batch.pk}", at=at,
        payload={
            "on": batch.on.isoformat(), "sha256": batch.sha256, "reach": batch.reach, "counts": plan.counts,
            "left_out": sorted({row.row for row in plan.left_out}), **written.payload,
        },
        facts=written.facts, watched={Employee: written.people},
    )  # fmt: skip


def action_of(batch: ImportBatch) -> str:
    """What the ledger calls the taking in of a file."""
    return f"{ImportBatch.Kind(batch.kind).label}の取込み"


def _left_out(plan: Plan) -> list[str]:
    return [
        f"{one.row}行目　{one.subject}　{one.name}は、誤りのある行と併せて除きました。" for one in plan.left_out
    ]  # fmt: skip


def one_at_a_time() -> None:
    """Two files at once would each be compared with books that the other is changing."""
    # SQLite lets one writer in anyway.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
