"""How long an account stays open. The account of 派遣・委託 people always has a last day."""

from datetime import date, datetime, timedelta

from django.db import transaction

from lms.accounts.models import User
from lms.ledger.appending import append
from lms.lib.fiscal_year import era_date
from lms.people.appointing import appoint
from lms.people.locking import lock_person
from lms.people.models import Employee, Posting
from lms.people.refusals import RefusedError
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


def reopen_account(*, employee: Employee, on: date, until: date | None) -> None:
    """Who is posted after the account's last day needs it again, as long as the posting lasts."""
    account = employee.user
    if account is not None and account.active_until is not None and account.active_until < on:
        set_last_day(account=account, until=until)


@transaction.atomic
def change_last_day(*, employee: Employee, until: date | None, actor: str, at: datetime) -> None:
    """利用期限. For 派遣・委託 people it is also the end of their posting, so that no duty outlives it."""
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
    return appoint(void=[posting.pk], add=[revised(posting, ends_on=until)], at=at)


@transaction.atomic
def close_account(*, account: User, on: date, actor: str, at: datetime) -> None:
    """Nobody signs in with this account from a day on. The person's records stay."""
    days = set_last_day(account=account, until=on - timedelta(days=1))
    append(actor=actor, action="利用の停止", subject=account.username, at=at, payload={"active_until": days})
