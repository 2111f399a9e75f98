"""Taking in files of completions and of drills: kept, looked at, and written in one transaction as they were shown."""

import hashlib
from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.db.models import Q

from lms.importing.history.drill_planning import DrillStep, plan_drill
from lms.importing.history.planning import plan_history
from lms.importing.history.plans import RecordsPlan, as_findings
from lms.ledger.appending import append
from lms.lib.fiscal_year import local_date
from lms.people.models import Employee
from lms.people.roles import Office
from lms.records.drill import DrillResult, PhishingDrill
from lms.records.drilling import record_drill_results
from lms.records.models import RecordsFile
from lms.records.recording import Earned, record_completions

_LEASE = timedelta(minutes=10)
_Kind = RecordsFile.Kind


class NotAsSeenError(Exception):
    """The books have changed since the plan was shown; the person must look again."""


def offices_text(offices: Collection[str]) -> str:
    """As `RecordsFile.offices` keeps them."""
    return ",".join(office for office in Office.values if office in offices)


def hand_in_file(
    *, kind: str, drill: PhishingDrill | None, offices: Collection[str], filename: str, content: bytes, by: Employee,
    at: datetime,
) -> RecordsFile:  # fmt: skip
    """Keep a file, to be read, looked at and perhaps applied."""
    return RecordsFile.objects.create(
        kind=kind, drill=drill, offices=offices_text(offices), filename=PurePath(filename).name[:200], content=content,
        sha256=hashlib.sha256(content).hexdigest(), handed_in_at=at, handed_in_by=by,
    )  # fmt: skip


def read_file(*, file: RecordsFile, at: datetime) -> None:
    """Plan, and keep what a page shows of the plan."""
    plan = plan_of(file, local_date(at))
    RecordsFile.objects.filter(pk=file.pk, applied_at=None).update(
        read_at=at, counts=plan.counts, findings=as_findings(plan)
    )


def plan_of(file: RecordsFile, on: date) -> RecordsPlan[Any]:
    """What the file would add to the books as they are."""
    content = bytes(file.content)
    if file.kind == _Kind.DRILL:
        return plan_drill(content, file.drill, file.drill.sent_on, on)
    return plan_history(content, file.offices.split(","), on)


def claim(*, file: RecordsFile, at: datetime) -> bool:
    """Begin to apply, unless somebody has begun and may still be at it."""
    free = Q(begun_at=None) | Q(begun_at__lt=at - _LEASE) | ~Q(failure="")
    standing = RecordsFile.objects.filter(free, pk=file.pk, applied_at=None)
    return bool(standing.update(begun_at=at, failure=""))


def is_under_way(file: RecordsFile, at: datetime) -> bool:
    """Whether somebody has begun to read or to apply it and may still be at it."""
    if file.read_at is None:
        return file.handed_in_at >= at - _LEASE
    return bool(file.begun_at and not file.applied_at and not file.failure and file.begun_at >= at - _LEASE)


@transaction.atomic
def apply_file(*, file: RecordsFile, digest: str, actor: str, at: datetime) -> None:
    """Write the plan that was shown, known by its digest, once."""
    if not RecordsFile.objects.filter(pk=file.pk, applied_at=None).update(applied_at=at):
        return
    plan = plan_of(file, local_date(at))
    if plan.digest != digest or not plan.can_be_applied:
        raise NotAsSeenError
    RecordsFile.objects.filter(pk=file.pk).update(counts=plan.counts)
    trace(file.kind, file.sha256, plan, actor, at)
    if file.kind == _Kind.DRILL:
        write_drill(drill=file.drill, steps=plan.steps, actor=actor, at=at)
    else:
        write_history(steps=plan.steps, actor=actor, at=at)


def trace(kind: str, sha256: str, plan: RecordsPlan[Any], actor: str, at: datetime) -> None:
    """Which file it was; the rows have entries of their own."""
    payload = {"sha256": sha256, "counts": plan.counts}
    append(actor=actor, action=f"{_Kind(kind).label}の取込み", subject=sha256[:16], at=at, payload=payload)


def write_history(*, steps: Collection[Earned], actor: str, at: datetime) -> None:
    record_completions(earned=list(steps), actor=actor, subject="取込み", at=at)


def write_drill(*, drill: PhishingDrill, steps: Collection[DrillStep], actor: str, at: datetime) -> None:
    results = [
        DrillResult(drill=drill, employee_id=step.employee_id, recorded_at=at, **asdict(step.deeds)) for step in steps
    ]
    record_drill_results(drill=drill, results=results, actor=actor, at=at)
