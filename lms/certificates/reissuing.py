"""再交付 and 取消し of given papers. A paper itself never changes: each is a fact beside it."""

import secrets
from datetime import date, datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction

from lms.certificates.issuing import CannotGiveError, Decision, write_batch
from lms.certificates.models import ERASED_PAPER, Certificate, Revocation
from lms.certificates.papers.given import check_addresses
from lms.certificates.papers.personal import way_of
from lms.certificates.series import hold
from lms.certificates.tasks import have_drawn
from lms.ledger.appending import append
from lms.lib.fiscal_year import era_date, era_date_wide


@transaction.atomic
def reissue(
    *, certificate: Certificate, reason: str, decision: Decision, on: date, actor: str, at: datetime
) -> Certificate:
    """The same words and number on a new paper that says 再交付 and its day; the old one counts no more.

    Somebody who asks twice gets the paper of the first time.
    """
    hold(certificate.series)
    old = Certificate.objects.with_state().get(pk=certificate.pk)
    if old.state == Certificate.State.SUPERSEDED:
        return old.replaced_by
    if old.state == Certificate.State.REVOKED:
        raise CannotGiveError(f"{old.number_text}は取り消されているため、再交付できません。")
    if old.payload == ERASED_PAPER:
        raise CannotGiveError(f"{old.number_text}は保存期間が満了し、記載内容を削除したため、再交付できません。")
    if on < old.batch.given_on:
        raise CannotGiveError("再交付の日は、交付日以後の日にしてください。")
    batch = write_batch(decision=decision, given_on=on, actor=actor, at=at, reason=reason)
    new = Certificate.objects.create(batch=batch, recorded_at=at, replaces=old, **repeated(old, on))
    append(actor=actor, action="証書の再交付", subject=_named(old), at=at, payload={"理由": reason}, facts=[batch, new])
    transaction.on_commit(partial(have_drawn, batch.pk, 1))
    return new


def repeated(old: Certificate, on: date) -> dict[str, Any]:
    """The columns of the new paper, which are those of the old one but for its identity and the words 再交付."""
    public_id = secrets.token_hex(16)
    check = check_addresses(settings.BASE_URL, public_id)
    reissued = f"再交付　{way_of(old.payload['layout'])(era_date_wide(on))}"
    payload = old.payload | {"public_id": public_id, "check": check, "reissued": reissued}
    same = ("series", "number", "number_text", "fiscal_year", "subject_code", "completion", "employee", "department")
    return {name: getattr(old, name) for name in same} | {"public_id": public_id, "payload": payload}


@transaction.atomic
def revoke(*, certificate: Certificate, reason: str, on: date, actor: str, at: datetime) -> Revocation:
    """The paper counts no more from now on. Somebody who asks twice finds what was recorded the first time."""
    hold(certificate.series)
    row = Certificate.objects.with_state().get(pk=certificate.pk)
    if row.state == Certificate.State.REVOKED:
        return row.revocation
    if row.state == Certificate.State.SUPERSEDED:
        raise CannotGiveError(f"{row.number_text}は再交付されています。再交付した証書を取り消してください。")
    given_on = row.batch.given_on
    if on < given_on:
        what = "再交付の日" if row.replaces_id else "交付日"
        raise CannotGiveError(f"取消日は、{what}（{era_date(given_on)}）以後の日にしてください。")
    revocation = Revocation.objects.create(
        certificate=row, revoked_on=on, reason=reason, revoked_by=actor, recorded_at=at
    )
    append(actor=actor, action="証書の取消し", subject=_named(row), at=at, payload={"理由": reason}, facts=[revocation])
    return revocation


def _named(certificate: Certificate) -> str:
    series = certificate.series
    return f"{series.fiscal_year} {series.office} {series.kind} {certificate.number}"
