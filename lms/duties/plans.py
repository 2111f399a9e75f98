"""The acts of a year's plan: drafted, approved outside and entered here, run. Each leaves its trace."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from courses.models import Course
from lms.duties.models import Requirement, TrainingPlan
from lms.duties.planning import Reconciled, reconcile
from lms.ledger.appending import append
from lms.lib.fiscal_year import fiscal_year_name
from lms.people.roles import Office

_TITLES = {Office.DX: "DX研修計画", Office.SECURITY: "情報セキュリティ研修計画"}


class PlanError(ValueError):
    """The plan's state does not allow this act."""


@dataclass(frozen=True)
class Period:
    """実施期間 and, where there is one, 追加実施期間; all days inclusive."""

    opens_on: date
    due_on: date
    second_opens_on: date | None = None
    second_due_on: date | None = None


@dataclass(frozen=True)
class Approval:
    """The decision taken outside the system."""

    approved_by: str
    approved_on: date
    document_number: str


@transaction.atomic
def draft_plan(*, fiscal_year: int, office: Office, actor: str, at: datetime) -> TrainingPlan:
    """The plan of an office and year: made now, or the one that stands."""
    title = f"{fiscal_year_name(fiscal_year)}{_TITLES[office]}"
    plan, made = TrainingPlan.objects.get_or_create(fiscal_year=fiscal_year, office=office, defaults={"title": title})
    if made:
        append(actor=actor, action="研修計画の作成", subject=f"{fiscal_year} {office}", at=at, payload={"title": title})
    return plan


@transaction.atomic
def add_requirement(*, plan: TrainingPlan, course: Course, period: Period, actor: str, at: datetime) -> Requirement:
    """Ask a course of everybody in the plan's year. Only while the plan is a draft."""
    if plan.state != TrainingPlan.State.DRAFT:
        raise PlanError("承認された研修計画に実施研修を加えることはできません。")
    row, made = Requirement.objects.get_or_create(plan=plan, course=course, defaults=asdict(period))
    if made:
        days = {name: day and day.isoformat() for name, day in asdict(period).items()}
        append(actor=actor, action="実施研修の追加", subject=f"{plan.fiscal_year} {course.code}", at=at, payload=days)
    return row


@transaction.atomic
def approve_plan(*, plan: TrainingPlan, approval: Approval, actor: str, at: datetime) -> None:
    """Enter the approval that a committee or meeting has given."""
    _move(plan, TrainingPlan.State.DRAFT, TrainingPlan.State.APPROVED, **asdict(approval))
    payload = {**asdict(approval), "approved_on": approval.approved_on.isoformat()}
    append(actor=actor, action="研修計画の承認", subject=f"{plan.fiscal_year} {plan.office}", at=at, payload=payload)


@transaction.atomic
def start_plan(*, plan: TrainingPlan, on: date, actor: str, at: datetime) -> Reconciled:
    """Begin: from now on the plan's requirements give duties."""
    _move(plan, TrainingPlan.State.APPROVED, TrainingPlan.State.RUNNING)
    append(actor=actor, action="研修計画の開始", subject=f"{plan.fiscal_year} {plan.office}", at=at)
    return reconcile(on=on, at=at, actor=actor)


@transaction.atomic
def report_plan(*, plan: TrainingPlan, actor: str, at: datetime) -> None:
    """The year is over and reported; its duties are opened and closed no more."""
    _move(plan, TrainingPlan.State.RUNNING, TrainingPlan.State.REPORTED)
    append(actor=actor, action="研修計画の報告", subject=f"{plan.fiscal_year} {plan.office}", at=at)


def _move(plan: TrainingPlan, old: str, new: str, **values: object) -> None:
    """Conditional, so that two presses do it once."""
    if not TrainingPlan.objects.filter(pk=plan.pk, state=old).update(state=new, **values):
        raise PlanError(f"研修計画は今「{plan.get_state_display()}」なので、この操作はできません。")
    plan.refresh_from_db()
