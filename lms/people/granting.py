"""The acts by which roles are given and end."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from lms.ledger.appending import append
from lms.lib.fiscal_year import era_date, local_date
from lms.people.locking import lock_person
from lms.people.models import Department, DepartmentVersion, Employee, Posting, RoleGrant
from lms.people.refusals import RefusedError
from lms.people.revising import reaching, revised
from lms.people.rewriting import rewrite
from lms.people.roles import DEPARTMENT_ROLES, GIVEN_BY_ADMINISTRATOR, Role

_DAY = timedelta(days=1)


class NoDepartmentError(RefusedError):
    """A role of a department was to be given without one; the text says so to the person who tried."""


class NoEndError(RefusedError):
    """A role that is only given for a time was to be given without an end."""


def rewrite_grants(*, void: Sequence[int], add: Sequence[RoleGrant], at: datetime) -> list[RoleGrant]:
    """Take grants out of the books and write others, in bulk; the caller's ledger entry names them."""
    return rewrite(RoleGrant, void=void, add=add, at=at)


def usual_department(employee: Employee, role: Role, on: date) -> Department | None:
    """Where a role is meant when nobody says where: the main posting's department, or the whole city."""
    if role not in DEPARTMENT_ROLES:
        return None
    main = Posting.objects.on(on).filter(employee=employee, kind=Posting.Kind.MAIN).select_related("department").first()
    return main.department if main else None


@transaction.atomic
def grant_role(
    *, employee: Employee, role: Role, department: Department | None, on: date, ends_on: date | None, actor: str,
    at: datetime,
) -> RoleGrant:  # fmt: skip
    """Give a role; who has it on the first day already keeps what they have. Safe to be repeated by scripts."""
    lock_person(employee)
    known = RoleGrant.objects.on(on).filter(employee=employee, role=role, department=department).first()
    return known or give_role(
        employee=employee, role=role, department=department, on=on, ends_on=ends_on, actor=actor, at=at
    )


@transaction.atomic
def give_role(
    *, employee: Employee, role: Role, department: Department | None, on: date, ends_on: date | None, actor: str,
    at: datetime,
) -> RoleGrant:  # fmt: skip
    """A role for a span of days; no second one for the same person and place in the same days."""
    lock_person(employee)
    _refuse_what_cannot_be(role, department, on, ends_on)
    beside = reaching(RoleGrant, on).filter(employee=employee, role=role, department=department)
    if ends_on:
        beside = beside.filter(starts_on__lte=ends_on)
    if beside.exists():
        raise RefusedError(f"その期間には、「{role.label}」が既に指定されています。一覧を確かめてください。")
    grant = RoleGrant(employee=employee, role=role, department=department, starts_on=on, ends_on=ends_on)
    rows = rewrite_grants(void=[], add=[grant], at=at)
    append(actor=actor, action="役割の指定", subject=_subject(grant), at=at, facts=rows)
    return grant


@transaction.atomic
def end_role(*, grant: RoleGrant, last: date, actor: str, at: datetime) -> RoleGrant:
    """The last day of a role."""
    standing = _standing(grant)
    if last < standing.starts_on:
        raise RefusedError(
            f"終了日は、開始日（{era_date(standing.starts_on)}）以後の日にしてください。誤った指定なら取り消してください。"
        )
    _refuse_to_run_into_the_next(standing, last)
    _refuse_to_leave_no_administrator(standing, last + _DAY)
    rows = rewrite_grants(void=[standing.pk], add=[revised(standing, ends_on=last)], at=at)
    append(
        actor=actor, action="役割の終了", subject=_subject(standing), at=at,
        payload={"voided": {"people.RoleGrant": [standing.pk]}}, facts=rows,
    )  # fmt: skip
    return rows[0]


@transaction.atomic
def withdraw_role(*, grant: RoleGrant, actor: str, at: datetime) -> None:
    """A role that was given by mistake."""
    standing = _standing(grant)
    _refuse_to_leave_no_administrator(standing, max(standing.starts_on, local_date(at)))
    rewrite_grants(void=[standing.pk], add=[], at=at)
    append(
        actor=actor, action="役割の取消し", subject=_subject(standing), at=at,
        payload={"voided": {"people.RoleGrant": [standing.pk]}},
    )  # fmt: skip


def _refuse_what_cannot_be(role: Role, department: Department | None, on: date, ends_on: date | None) -> None:
    if role in DEPARTMENT_ROLES and department is None:
        raise NoDepartmentError(f"{role.label}には所属が必要です。所属を選んでください。")
    if role in GIVEN_BY_ADMINISTRATOR and department is not None:
        raise RefusedError(f"{role.label}は全庁の役割です。所属を「全庁」にしてください。")
    if ends_on and ends_on < on:
        raise RefusedError("終了日は、開始日以後の日にしてください。")
    if role == Role.AUDITOR and ends_on is None:
        raise NoEndError("監査担当には期間が必要です。終了日を入力してください。")
    if department and not DepartmentVersion.objects.on(on).filter(department=department).exists():
        raise RefusedError(f"この所属は、{era_date(on)}にはありません。所属か開始日を確かめてください。")


def _refuse_to_run_into_the_next(grant: RoleGrant, last: date) -> None:
    """Two of the same for one person and place on a day are refused when they are given, and so they are here."""
    if grant.ends_on is None or last <= grant.ends_on:
        return
    same = {"employee": grant.employee_id, "role": grant.role, "department": grant.department_id}
    following = reaching(RoleGrant, grant.ends_on + _DAY).filter(**same, starts_on__lte=last).exclude(pk=grant.pk)
    if following.exists():
        raise RefusedError("その日までの間に、同じ役割の別の指定があります。一覧を確かめてください。")


def _refuse_to_leave_no_administrator(grant: RoleGrant, on: date) -> None:
    """Only somebody at the server could give the role again; so the last one stays until there is another."""
    if grant.role != Role.ADMINISTRATOR or (grant.ends_on and grant.ends_on < on):
        return
    if not RoleGrant.objects.on(on).filter(role=Role.ADMINISTRATOR).exclude(pk=grant.pk).exists():
        raise RefusedError(
            f"{era_date(on)}にシステム管理者が一人もいなくなります。先に、後任のシステム管理者を指定してください。"
        )


def _standing(grant: RoleGrant) -> RoleGrant:
    """The row as it is now that nobody else can change it."""
    lock_person(grant.employee)
    standing = RoleGrant.objects.known().filter(pk=grant.pk).select_related("employee", "department").first()
    if standing is None:
        raise RefusedError("この指定は、ほかの人が先に変更しました。今の内容を確かめてください。")
    return standing


def _subject(grant: RoleGrant) -> str:
    where = grant.department.code if grant.department else ""
    return f"{grant.employee.staff_number} {grant.role} {where}".strip()
