"""退職: what a person has ends on the last day; the records stay."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from lms.ledger.appending import append
from lms.lib.fiscal_year import era_date
from lms.people.appointing import appoint, record_leaves
from lms.people.expiring import follow_postings, last_main_posting
from lms.people.locking import lock_person
from lms.people.models import Employee, Leave, Posting, RoleGrant
from lms.people.refusals import RefusedError
from lms.people.revising import reaching, until_day_before
from lms.people.role_endings import end_roles


@dataclass(frozen=True)
class Left:
    """What ended with the service."""

    postings: list[Posting]
    roles: list[RoleGrant]


@transaction.atomic
def retire(*, employee: Employee, last: date, actor: str, at: datetime) -> Left:
    """The last day of service: postings, roles and absences end with it, and nobody signs in after it."""
    lock_person(employee)
    if not Posting.objects.on(last).filter(employee=employee, kind=Posting.Kind.MAIN).exists():
        raise RefusedError(f"{era_date(last)}に本務がありません。退職日を確かめてください。")
    was, after = last_main_posting(employee), last + timedelta(days=1)
    postings = list(reaching(Posting, after).filter(employee=employee))
    leaves = list(reaching(Leave, after).filter(employee=employee))
    ended = end_roles(grants=reaching(RoleGrant, after).filter(employee=employee), on=after, at=at)
    voided = {
        "people.Posting": [row.pk for row in postings],
        "people.Leave": [row.pk for row in leaves],
        "people.RoleGrant": ended.voided,
    }
    add = [rest for row in postings for rest in until_day_before(row, after)]
    rows = appoint(void=voided["people.Posting"], add=add, at=at)
    absences = [rest for row in leaves for rest in until_day_before(row, after)]
    facts = [*rows, *record_leaves(void=voided["people.Leave"], add=absences, at=at), *ended.grants]
    append(
        actor=actor, action="退職", subject=employee.staff_number, at=at, facts=facts,
        payload={"last": last.isoformat(), "voided": voided,
                 "active_until": follow_postings(employee=employee, was=was)},
    )  # fmt: skip
    return Left(rows, ended.grants)
