"""The steps of the route, one after the other."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from lms.duties.routes import Step, StepKind, holds
from lms.ledger.appending import append
from lms.lib.fiscal_year import local_date
from lms.people.models import Employee
from lms.people.refusals import RefusedError
from lms.people.visibility import Viewer, viewer
from lms.reports.chain.freezing import route
from lms.reports.models import FrozenReport, ReportStep


@dataclass(frozen=True)
class Decision:
    """What was done at a step; of a decision outside the system when, by whom and under which number."""

    text: str = ""
    decided_on: date | None = None
    decided_by: str = ""
    document_number: str = ""

    @property
    def was_elsewhere(self) -> bool:
        return bool(self.decided_on or self.decided_by or self.document_number)

    @property
    def says_when(self) -> bool:
        return bool(self.decided_on and self.decided_by)


def must_say_when(actor: Viewer, step: Step) -> bool:
    """A decision always says when and by whom; what the office enters in another's stead is evidence only with it."""
    return step.kind == StepKind.DECIDE or not holds(actor, step)


def next_step(report: FrozenReport) -> tuple[int, Step] | None:
    """Position and step that comes next; None at the end of the route. One query."""
    taken, steps = report.steps.count(), route(report)
    return (taken, steps[taken]) if taken < len(steps) else None


def take_step(*, report: FrozenReport, position: int, decision: Decision, by: Employee, at: datetime) -> ReportStep:
    """Raises RefusedError where the report has gone on, or was frozen anew, in the meantime."""
    try:
        return _take(report, position, decision, by, at)
    except IntegrityError as error:
        raise RefusedError("この段階の手続は済んでいます。画面を開き直して確かめてください。") from error


@transaction.atomic
def _take(report: FrozenReport, position: int, decision: Decision, by: Employee, at: datetime) -> ReportStep:
    if FrozenReport.objects.filter(requirement=report.requirement_id, version__gt=report.version).exists():
        raise RefusedError("この確定版は改められました。新しい版を開いてください。")
    coming = next_step(report)
    if coming is None or coming[0] != position:
        raise RefusedError("この段階の手続は済んでいます。画面を開き直して確かめてください。")
    step = coming[1]
    if step.kind == StepKind.ANALYSE and not decision.text:
        raise RefusedError("分析を入力してください。")
    needed = decision.was_elsewhere or must_say_when(viewer(by, local_date(at)), step)
    if needed and not decision.says_when:
        raise RefusedError("決裁日と決裁権者を入力してください。")
    row = ReportStep.objects.create(
        report=report, position=position, title=step.title, taken_by=by, recorded_at=at, **asdict(decision)
    )
    asked = report.requirement
    subject = f"{asked.plan.fiscal_year} {asked.course.code} 第{report.version}版 {step.title}"
    append(actor=by.staff_number, action=f"報告の{step.kind_name}", subject=subject, at=at, facts=[row])
    return row
