"""受講免除: asked for by the department, given or refused by the training office; it can also be given unasked."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from lms.duties.models import Duty, Exemption, ExemptionRequest, Requirement
from lms.ledger.appending import append
from lms.people.models import Employee
from lms.people.refusals import RefusedError

_Decision = ExemptionRequest.Decision


class ExemptionError(RefusedError):
    """The act does not fit what stands in the books; the text says why."""


@dataclass(frozen=True)
class Grounds:
    """Why somebody need not complete a training, and who says so."""

    reason: str
    approved_by: str
    note: str = ""


@transaction.atomic
def ask_exemption(
    *, employee: Employee, requirement: Requirement, reason: str, asked_by: Employee, on: date, at: datetime
) -> ExemptionRequest:
    """The department asks. Asking again while the first is undecided gives the first."""
    if not Duty.objects.on(on).filter(employee=employee, requirement=requirement).exists():
        raise ExemptionError("この職員は、この研修の受講対象者ではありません。")
    if Exemption.objects.on(on).filter(employee=employee, requirement=requirement).exists():
        raise ExemptionError("この職員は、この研修の受講を既に免除されています。")
    row, made = ExemptionRequest.objects.get_or_create(
        employee=employee, requirement=requirement, decided_at=None,
        defaults={"reason": reason, "asked_by": asked_by, "recorded_at": at},
    )  # fmt: skip
    if not made:
        return row
    subject = _subject(employee, requirement)
    append(actor=asked_by.staff_number, action="受講免除の申出", subject=subject, at=at, facts=[row])
    return row


@transaction.atomic
def grant_exemption(
    *, request: ExemptionRequest, grounds: Grounds, decided_by: Employee, on: date, at: datetime
) -> Exemption:
    """The office agrees: from this day the duty is out of the count."""
    _decide(request, _Decision.GRANTED, grounds.note, decided_by, at)
    return exempt(
        employee=request.employee, requirement=request.requirement, grounds=grounds,
        actor=decided_by.staff_number, on=on, at=at,
    )  # fmt: skip


@transaction.atomic
def refuse_exemption(*, request: ExemptionRequest, note: str, decided_by: Employee, at: datetime) -> None:
    """The office does not agree, and says why."""
    _decide(request, _Decision.REFUSED, note, decided_by, at)


@transaction.atomic
def exempt(
    *, employee: Employee, requirement: Requirement, grounds: Grounds, actor: str, on: date, at: datetime
) -> Exemption:
    """The decision itself. Who is exempt already keeps that decision."""
    row, made = Exemption.objects.get_or_create(
        employee=employee, requirement=requirement, ends_on=None, voided_at=None,
        defaults={"starts_on": on, "recorded_at": at, **asdict(grounds)},
    )  # fmt: skip
    if made:
        append(actor=actor, action="受講免除の決定", subject=_subject(employee, requirement), at=at, facts=[row])
    return row


@transaction.atomic
def withdraw_exemption(*, exemption: Exemption, reason: str, actor: str, at: datetime) -> None:
    """A decision that should not stand: the duty is back in the count, as if it had never been out."""
    if not Exemption.objects.known().filter(pk=exemption.pk).void(at):
        raise ExemptionError("この免除は、既に取り消されています。")
    subject = _subject(exemption.employee, exemption.requirement)
    payload = {"voided": {Exemption._meta.label: [exemption.pk]}, "reason": reason}
    append(actor=actor, action="受講免除の取消し", subject=subject, at=at, payload=payload)


def _decide(
    request: ExemptionRequest, decision: ExemptionRequest.Decision, note: str, by: Employee, at: datetime
) -> None:
    """Once: two people who press at the same time decide it one time."""
    undecided = ExemptionRequest.objects.filter(pk=request.pk, decided_at=None)
    if not undecided.update(decided_at=at, decided_by=by, decision=decision, note=note):
        raise ExemptionError("この申出は、既に決定されています。")
    append(
        actor=by.staff_number, action=f"受講免除の申出の{decision.label}", at=at,
        subject=_subject(request.employee, request.requirement), payload={"note": note},
        facts=[ExemptionRequest.objects.get(pk=request.pk)],
    )  # fmt: skip


def _subject(employee: Employee, requirement: Requirement) -> str:
    return f"{employee.staff_number} {requirement.plan.fiscal_year} {requirement.course.code}"
