"""受講申込み: the acts by which people come to a session's list and leave it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from lms.ledger.appending import append
from lms.ledger.digests import Closed
from lms.lib.fiscal_year import local_date
from lms.people.models import Employee
from lms.records.session import SignUp, TrainingSession


class SignUpError(ValueError):
    """There is no signing up, or no taking it back; the text says why, to the person who tried."""


@transaction.atomic
def sign_up(*, session: TrainingSession, employee: Employee, at: datetime) -> SignUp:
    """Take a place, if there is one. The session's row is the turnstile: one at a time goes through."""
    open_now = TrainingSession.objects.filter(
        pk=session.pk, called_off_at=None, sign_up_until__gte=local_date(at), taken__lt=F("capacity")
    )
    if not open_now.update(taken=F("taken") + 1):
        raise SignUpError(_why_not(session, at))
    try:
        with transaction.atomic():
            row = SignUp.objects.create(session=session, employee=employee, recorded_at=at)
    except IntegrityError as error:
        raise SignUpError("この開催回には、既に申し込んでいます。") from error
    append(actor=employee.staff_number, action="受講申込み", subject=_subject(session, employee), at=at, facts=[row])
    return row


@transaction.atomic
def take_back_sign_up(*, session: TrainingSession, employee: Employee, actor: str, at: datetime) -> None:
    """Give the place back, for somebody else: by the person, or by the office for who cannot come any more."""
    if session.held_on < local_date(at):
        raise SignUpError("終わった開催回の申込みは、取り消せません。")
    # The session first, as in signing up: two who take the rows in another order would wait for each other for ever.
    TrainingSession.objects.filter(pk=session.pk, taken__gt=0).update(taken=F("taken") - 1)
    standing = SignUp.objects.filter(session=session, employee=employee, cancelled_at=None)
    ids = list(standing.values_list("pk", flat=True))
    if not standing.update(cancelled_at=at):
        raise SignUpError("この開催回には、申し込んでいません。")
    append(
        actor=actor, action="受講申込みの取消し", subject=_subject(session, employee), at=at,
        closed=[Closed(SignUp, ids, {"cancelled_at": at})],
    )  # fmt: skip


def _why_not(session: TrainingSession, at: datetime) -> str:
    session.refresh_from_db()
    if session.is_called_off:
        return "この開催回は中止になりました。"
    if session.sign_up_until < local_date(at):
        return "申込期限を過ぎています。研修担当に連絡してください。"
    return "定員に達したため、申し込めません。ほかの開催回を選んでください。"


def _subject(session: TrainingSession, employee: Employee) -> str:
    return f"{employee.staff_number} 開催回 {session.pk}"
