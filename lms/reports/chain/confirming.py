"""確認: the head of a department confirms how a training stands there, with one press."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet

from lms.certificates.reporting import Confirmation, report_payload
from lms.certificates.standing import Standing
from lms.duties.models import Requirement
from lms.ledger.appending import append
from lms.ledger.digests import canonical
from lms.people.models import Employee
from lms.people.organisation import Node
from lms.people.refusals import RefusedError
from lms.reports.models import ERASED_NAMES, DepartmentReport


@dataclass(frozen=True)
class Remarks:
    """What the head adds. `reasons`: of each unfinished person by id, why and when it is planned, in words."""

    comment: str = ""
    reasons: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    again_because: str = ""


def confirm(
    *, requirement: Requirement, department: Node, on: date, remarks: Remarks, by: Employee, at: datetime
) -> DepartmentReport:
    """The first version needs no reason, each further one does. Raises RefusedError."""
    try:
        return _confirm(requirement, department, on, remarks, by, at)
    except IntegrityError as error:
        raise RefusedError("同時に、ほかの人が確認しました。画面を開き直して確かめてください。") from error


@transaction.atomic
def _confirm(
    requirement: Requirement, department: Node, on: date, remarks: Remarks, by: Employee, at: datetime
) -> DepartmentReport:
    version = last_version(requirement, department.id) + 1
    if version > 1 and not remarks.again_because:
        raise RefusedError("確認済みの報告書を改めるときは、改めて確認する理由を入力してください。")
    payload = report_payload(
        course=requirement.course, year=requirement.plan.fiscal_year, department_id=department.id, on=on, at=at,
        confirmation=Confirmation(at, remarks.comment, remarks.reasons),
    )  # fmt: skip
    row = DepartmentReport.objects.create(
        requirement=requirement, department_id=department.id, version=version, on=on, confirmed_by=by,
        comment=remarks.comment, reason=remarks.again_because, recorded_at=at,
        named={name: payload.pop(name) for name in ERASED_NAMES}, payload=payload,
    )  # fmt: skip
    subject = f"{requirement.plan.fiscal_year} {requirement.course.code} {department.code} 第{version}版"
    append(actor=by.staff_number, action="課別報告の確認", subject=subject, at=at, facts=[row])
    return row


def last_version(requirement: Requirement, department_id: int) -> int:
    rows = DepartmentReport.objects.filter(requirement=requirement, department=department_id)
    return rows.aggregate(last=Max("version"))["last"] or 0


def last_reports(rows: QuerySet[DepartmentReport]) -> dict[int, DepartmentReport]:
    """The last version of each department, by its id. One query."""
    return {row.department_id: row for row in rows.select_related("confirmed_by").order_by("version")}


def seen(on: date, standing: Standing) -> str:
    """A short name of what a page shows before it is confirmed: whoever confirms has seen these very people."""
    shown = [[member.employee_id, member.state, str(member.completed_on)] for member in standing.members]
    return hashlib.sha256(canonical([on.isoformat(), shown]).encode()).hexdigest()[:32]
