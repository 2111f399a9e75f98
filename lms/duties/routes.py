"""報告の経路: through whose hands the report on a training goes once the heads of the departments have confirmed.

Who decides outside the system decides there; here stands when, who and under which 文書番号.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import TextChoices

from lms.duties.models import TrainingPlan
from lms.ledger.appending import append
from lms.people.roles import Office, Role
from lms.people.visibility import Viewer

# Only those over the whole city: whoever takes a step sees and answers for every department.
ROUTE_ROLES = (Role.SECURITY_DIRECTOR, Role.CHIEF_SECURITY, Role.CISO)


class StepKind(TextChoices):
    """What is done at a step."""

    CONFIRM = "confirm", "確認"
    ANALYSE = "analyse", "分析"
    DECIDE = "decide", "審議・決裁"


@dataclass(frozen=True)
class Step:
    """`role`: its holders take the step themselves; without one the training office enters what was done."""

    title: str
    kind: str
    role: str = ""

    @property
    def kind_name(self) -> str:
        return StepKind(self.kind).label


# As the ministry's guideline has it for information security, and as the DX plan has it for its own measure.
_USUAL: Mapping[str, tuple[Step, ...]] = {
    Office.SECURITY: (
        Step(Role.SECURITY_DIRECTOR.label, StepKind.CONFIRM, Role.SECURITY_DIRECTOR),
        Step(Role.CHIEF_SECURITY.label, StepKind.ANALYSE, Role.CHIEF_SECURITY),
        Step(Role.CISO.label, StepKind.CONFIRM, Role.CISO),
        Step("情報セキュリティ委員会", StepKind.DECIDE),
    ),
    Office.DX: (
        Step("企画政策課長", StepKind.ANALYSE),
        Step("行政改革会議", StepKind.DECIDE),
        Step("経営会議", StepKind.DECIDE),
    ),
}


def route_of(plan: TrainingPlan) -> tuple[Step, ...]:
    """The plan's own, or the usual one of its office."""
    return tuple(Step(**step) for step in plan.route) or _USUAL[plan.office]


def holds(viewer: Viewer, step: Step) -> bool:
    """Whether the step is this person's own. A role of one department takes no step of the city's."""
    return step.role in ROUTE_ROLES and (step.role, None) in viewer.grants


@transaction.atomic
def set_route(*, plan: TrainingPlan, steps: Sequence[Step], actor: str, at: datetime) -> None:
    """From now on; a report that is under way keeps the route with which it was frozen."""
    plan.route = [asdict(step) for step in steps]
    plan.save(update_fields=["route"])
    append(
        actor=actor, action="報告の経路の変更", subject=f"{plan.fiscal_year} {plan.office}", at=at,
        payload={"route": plan.route}, watched={TrainingPlan: [plan.pk]},
    )  # fmt: skip
