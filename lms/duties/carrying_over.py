"""PDCA: what a year leaves to the next, and how the next year's plan answers it."""

from datetime import datetime

from django.db import transaction

from lms.duties.models import TrainingPlan
from lms.duties.plans import PlanError, locked
from lms.ledger.appending import append


def plan_before(plan: TrainingPlan) -> TrainingPlan | None:
    """That of the same office for the year before."""
    return TrainingPlan.objects.filter(office=plan.office, fiscal_year=plan.fiscal_year - 1).first()


def leave_issues(*, plan: TrainingPlan, issues: str) -> None:
    """課題及び次年度の取組 of a plan's year. They are written with its report, whose entry holds the words."""
    plan.issues = issues
    plan.save(update_fields=["issues"])


@transaction.atomic
def answer_issues(*, plan: TrainingPlan, answer: str, actor: str, at: datetime) -> None:
    """前年度の課題への対応, a part of the plan; only while it is a draft, for it is approved with the rest."""
    if not locked(plan, TrainingPlan.State.DRAFT):
        raise PlanError("承認された研修計画の「前年度の課題への対応」を変えることはできません。")
    plan.answer = answer
    plan.save(update_fields=["answer"])
    append(
        actor=actor, action="前年度の課題への対応の記入", subject=f"{plan.fiscal_year} {plan.office}", at=at,
        payload={"answer": answer}, watched={TrainingPlan: [plan.pk]},
    )  # fmt: skip
