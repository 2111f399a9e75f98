"""通知: that the departments were told of a training is recorded once the letter has gone out."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from lms.duties.models import Circular, Requirement, TrainingPlan
from lms.duties.plans import PlanError
from lms.ledger.appending import append

# Before the approval there is nothing to tell; afterwards the letter has long been sent.
ANNOUNCED_IN = (TrainingPlan.State.APPROVED, TrainingPlan.State.RUNNING)


@dataclass(frozen=True)
class Letter:
    """What is known of the letter."""

    sent_on: date
    document_number: str = ""


@transaction.atomic
def record_circular(*, requirements: Sequence[Requirement], letter: Letter, actor: str, at: datetime) -> list[Circular]:
    """One letter may speak of several trainings."""
    if any(line.plan.state not in ANNOUNCED_IN for line in requirements):
        raise PlanError("通知は、承認済み又は実施中の研修計画について記録します。")
    rows = [Circular.objects.create(requirement=line, recorded_at=at, **asdict(letter)) for line in requirements]
    for row in rows:
        line = row.requirement
        subject = f"{line.plan.fiscal_year} {line.course.code}"
        append(actor=actor, action="実施の通知の記録", subject=subject, at=at, facts=[row])
    return rows
