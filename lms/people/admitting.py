"""派遣・委託 people come in by hand: always with a last day and with a department that answers for them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from lms.accounts.models import User
from lms.ledger.appending import append
from lms.people.appointing import appoint
from lms.people.enrolling import Particulars, enrol
from lms.people.expiring import EXTERNAL
from lms.people.locking import lock_departments
from lms.people.models import Department, Employee, Posting
from lms.people.refusals import RefusedError
from lms.people.reorganising import refuse_beyond_its_end, version_on


@dataclass(frozen=True, kw_only=True)
class External:
    """Who comes, from when to when, and which department is responsible."""

    staff_number: str
    name: str
    kana: str
    email: str
    department: Department
    job_title: str
    starts_on: date
    active_until: date | None


@transaction.atomic
def admit_external(*, person: External, actor: str, at: datetime) -> Employee:
    """The person with an account and a posting; both end on the last day."""
    lock_departments()
    _refuse_what_is_wrong(person)
    authority = version_on(person.department, person.starts_on).appointing_authority
    refuse_beyond_its_end(person.department.pk, person.starts_on, person.active_until)
    (employee,) = enrol(newcomers=[_particulars(person)])
    posting = Posting(
        employee=employee, department=person.department, kind=Posting.Kind.MAIN, job_title=person.job_title,
        employment_type=EXTERNAL, appointing_authority=authority, starts_on=person.starts_on,
        ends_on=person.active_until,
    )  # fmt: skip
    rows = appoint(void=[], add=[posting], at=at)
    payload = {"employee": employee.pk, "active_until": person.active_until.isoformat()}
    append(
        actor=actor, action="派遣・委託の職員の登録", subject=person.staff_number, at=at, payload=payload, facts=rows,
        watched={Employee: [employee.pk]},
    )  # fmt: skip
    return employee


def _particulars(person: External) -> Particulars:
    return Particulars(
        staff_number=person.staff_number, name=person.name, kana=person.kana, usual_name="", email=person.email,
        hired_on=None, active_until=person.active_until,
    )  # fmt: skip


def _refuse_what_is_wrong(person: External) -> None:
    if person.active_until is None:
        raise RefusedError("派遣・委託の職員には利用期限が必要です。期限の日を入力してください。")
    if person.active_until < person.starts_on:
        raise RefusedError("利用期限は、従事する初日以後の日にしてください。")
    number = person.staff_number
    taken = Employee.objects.filter(staff_number=number).exists()
    if taken or User.objects.filter(username=number).exclude(employee=None).exists():
        raise RefusedError(f"職員番号「{number}」は既に使われています。別の番号を入力してください。")
