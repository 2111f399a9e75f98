"""The acts by which a clerk records 休職・休業等 by hand. 受講猶予 follows from them by itself."""

from datetime import date, datetime, timedelta

from django.db import transaction

from lms.ledger.appending import append
from lms.lib.fiscal_year import era_date
from lms.people.appointing import record_leaves
from lms.people.locking import lock_person
from lms.people.models import Employee, Leave
from lms.people.refusals import RefusedError
from lms.people.revising import reaching, revised


@transaction.atomic
def begin_leave(
    *, employee: Employee, kind: str, starts_on: date, ends_on: date | None, actor: str, at: datetime
) -> Leave:
    """An absence, until further notice or to a last day."""
    lock_person(employee)
    if ends_on and ends_on < starts_on:
        raise RefusedError("終了日は、開始日以後の日にしてください。")
    beside = reaching(Leave, starts_on).filter(employee=employee)
    if ends_on:
        beside = beside.filter(starts_on__lte=ends_on)
    if beside.exists():
        raise RefusedError(
            "その期間には、休職・休業等が既に登録されています。先にそれを終わらせるか、取り消してください。"
        )
    (row,) = record_leaves(
        void=[], add=[Leave(employee=employee, kind=kind, starts_on=starts_on, ends_on=ends_on)], at=at
    )
    append(actor=actor, action="休職・休業等の登録", subject=employee.staff_number, at=at, facts=[row])
    return row


@transaction.atomic
def end_leave(*, leave: Leave, last: date, actor: str, at: datetime) -> Leave:
    """The last day of an absence: the person is back on the day after."""
    lock_person(leave.employee)
    standing = _standing(leave)
    if last < standing.starts_on:
        raise RefusedError(
            f"終了日は、開始日（{era_date(standing.starts_on)}）以後の日にしてください。誤りなら取り消してください。"
        )
    _refuse_to_run_into_the_next(standing, last)
    (row,) = record_leaves(void=[standing.pk], add=[revised(standing, ends_on=last)], at=at)
    append(
        actor=actor, action="休職・休業等の終了", subject=leave.employee.staff_number, at=at,
        payload={"voided": {"people.Leave": [standing.pk]}}, facts=[row],
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw_leave(*, leave: Leave, actor: str, at: datetime) -> None:
    """An absence that was entered by mistake."""
    lock_person(leave.employee)
    standing = _standing(leave)
    record_leaves(void=[standing.pk], add=[], at=at)
    append(
        actor=actor, action="休職・休業等の取消し", subject=leave.employee.staff_number, at=at,
        payload={"voided": {"people.Leave": [standing.pk]}},
    )  # fmt: skip


def _refuse_to_run_into_the_next(leave: Leave, last: date) -> None:
    if leave.ends_on is None or last <= leave.ends_on:
        return
    later = reaching(Leave, leave.ends_on + timedelta(days=1)).filter(employee=leave.employee_id, starts_on__lte=last)
    if later.exclude(pk=leave.pk).exists():
        raise RefusedError("その日までの間に、別の休職・休業等が登録されています。一覧を確かめてください。")


def _standing(leave: Leave) -> Leave:
    standing = Leave.objects.known().filter(pk=leave.pk).first()
    if standing is None:
        raise RefusedError("この休職・休業等は、ほかの人が先に変更しました。今の内容を確かめてください。")
    return standing
