"""The words of the report: proposed, written by the office, its 課題 left to the next year's plan."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.forms import model_to_dict

from lms.duties.carrying_over import leave_issues
from lms.duties.models import TrainingPlan
from lms.ledger.appending import append
from lms.ledger.digests import canonical
from lms.people.refusals import RefusedError
from lms.people.roles import Office
from lms.reports.models import AnnualTexts

_PURPOSES = {
    Office.DX: "職員がDXの意義を共有し、デジタル技術を主体的に活用できるようにするため。",
    Office.SECURITY: "情報セキュリティ対策の重要性と情報の適切な取扱いを職員に徹底するため。",
}
_METHODS = "eラーニング。パソコンを使用しない職員は、課内研修又は書面。"


def texts_of(plan: TrainingPlan) -> AnnualTexts:
    """As they were last saved, or a proposal that is not saved yet."""
    saved = AnnualTexts.objects.filter(plan=plan).select_related("plan").first()
    return saved or AnnualTexts(plan=plan, purpose=_PURPOSES[Office(plan.office)], methods=_METHODS)


def digest_of(texts: AnnualTexts) -> str:
    """A short name of these very words."""
    return hashlib.sha256(canonical(_payload(texts)).encode()).hexdigest()[:32]


def save_texts(*, texts: AnnualTexts, actor: str, at: datetime) -> None:
    """Raises RefusedError where two begin at once."""
    try:
        _save(texts, actor, at)
    except IntegrityError as error:
        raise RefusedError("同時に、ほかの人が文を保存しました。画面を開き直して確かめてください。") from error


def _payload(texts: AnnualTexts) -> dict[str, Any]:
    payload = model_to_dict(texts, exclude=["id", "plan"])
    payload["held_on"] = texts.held_on.isoformat() if texts.held_on else ""
    return payload | {"issues": texts.plan.issues}


@transaction.atomic
def _save(texts: AnnualTexts, actor: str, at: datetime) -> None:
    texts.save()
    leave_issues(plan=texts.plan, issues=texts.plan.issues)
    payload = _payload(texts)
    subject = f"{texts.plan.fiscal_year} {texts.plan.office}"
    append(
        actor=actor, action="研修実施状況報告書の記入", subject=subject, at=at, payload=payload,
        watched={TrainingPlan: [texts.plan.pk]},
    )  # fmt: skip
