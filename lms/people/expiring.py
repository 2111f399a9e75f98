"""How long an account stays open. The account of 派遣・委託 people always has a last day."""

from datetime import date, datetime, timedelta

from django.db import transaction

from lms.accounts.models import User
from lms.ledger.appending import append
from lms.lib.fiscal_year import era_date
from lms.people.appointing import appoint
from lms.people.locking import lock_departments, lock_person
from lms.people.models import Employee, Posting
from lms.people.refusals import RefusedError
from lms.people.reorganising import refuse_beyond_its_end
from lms.people.revising import revised

EXTERNAL = "派遣・委託"


def last_main_posting(employee: Employee) -> Posting | None:
    """The main posting that stands, or the one that ended last."""
    mains = Posting.objects.known().filter(employee=employee, kind=Posting.Kind.MAIN)
    return mains.order_by("-starts_on").first()


def set_last_day(*, account: User | None, until: date | None) -> list[str]:
    """For the caller's ledger entry: the last day before and after."""
    if account is None:
        return []
    before, account.active_until = account.active_until, until
    account.save(update_fields=["active_until"])
    return ["" if day is None else day.isoformat() for day in (before, until)]


def follow_postings(*, employee: Employee, was: Posting | None) -> list[str]:
    """The account lasts as long as the last main posting; `was` is that posting before the act, for which this is.

    An account that somebody closed earlier than that stays closed, as long as the person serves without a gap; but no
    account lasts longer than the posting that now is the last.
    """
    account, now = employee.user, last_main_posting(employee)
    if account is None or now is None:
        return []
    until = now.ends_on
    if was is not None and _closed_by_hand(account, was) and _goes_on(was, now):
        until = min(day for day in (account.active_until, now.ends_on) if day is not None)
    return [] if until == account.active_until else set_last_day(account=account, until=until)


def _closed_by_hand(account: User, was: Posting) -> bool:
    return account.active_until is not None and (was.ends_on is None or account.active_until < was.ends_on)


def _goes_on(was: Posting, now: Posting) -> bool:
    return was.ends_on is None or now.starts_on <= was.ends_on + timedelta(days=1)


@transaction.atomic
def change_last_day(*, employee: Employee, until: date | None, actor: str, at: datetime) -> None:
    """利用期限. For 派遣・委託 people it is also the end of their posting, so that no duty outlives it."""
    lock_departments()
    lock_person(employee)
    posting = last_main_posting(employee)
    external = posting if posting and posting.employment_type == EXTERNAL else None
    rows = _prolonged(external, until, at) if external else []
    append(
        actor=actor, action="利用期限の変更", subject=employee.staff_number, at=at,
        payload={
            "active_until": set_last_day(account=employee.user, until=until),
            "voided": {"people.Posting": [external.pk] if rows else []},
        },
        facts=rows,
    )  # fmt: skip


def _prolonged(posting: Posting, until: date | None, at: datetime) -> list[Posting]:
    if until is None:
        raise RefusedError("派遣・委託の職員の利用期限は、空欄にできません。期限の日を入力してください。")
    if until < posting.starts_on:
        raise RefusedError(f"利用期限は、従事する初日（{era_date(posting.starts_on)}）以後の日にしてください。")
    if until == posting.ends_on:
        return []
    if posting.ends_on and until > posting.ends_on:
        refuse_beyond_its_end(posting.department_id, posting.ends_on, until)
    return appoint(void=[posting.pk], add=[revised(posting, ends_on=until)], at=at)


@transaction.atomic
def close_account(*, account: User, on: date, actor: str, at: datetime) -> None:
    """Nobody signs in with this account from a day on; one that is closed already stays closed from its own day.

    The person's records stay. The posting of 派遣・委託 people ends with the account, so that no duty outlives it.
    """
    lock_departments()
    employee = Employee.objects.select_for_update().filter(user=account).first()
    standing, last = User.objects.select_for_update().get(pk=account.pk), on - timedelta(days=1)
    if standing.active_until is not None and standing.active_until <= last:
        return
    ended = _external_posting_beyond(employee, last) if employee else None
    rows = appoint(void=[ended.pk], add=[revised(ended, ends_on=last)], at=at) if ended else []
    append(
        actor=actor, action="利用の停止", subject=account.username, at=at, facts=rows,
        payload={
            "active_until": set_last_day(account=standing, until=last),
            "voided": {"people.Posting": [ended.pk] if ended else []},
        },
    )  # fmt: skip


def _external_posting_beyond(employee: Employee, last: date) -> Posting | None:
    """The posting that `last` cuts short. One that has not begun by then stays: it is taken back as a posting."""
    posting = last_main_posting(employee)
    if posting is None or posting.employment_type != EXTERNAL or posting.starts_on > last:
        return None
    return posting if posting.ends_on is None or posting.ends_on > last else None
