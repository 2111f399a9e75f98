"""The acts by which roles are given and end."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from lms.ledger.appending import append
from lms.people.models import Department, Employee, Posting, RoleGrant
from lms.people.rewriting import rewrite
from lms.people.roles import DEPARTMENT_ROLES, Role


class NoDepartmentError(ValueError):
    """A role of a department was to be given without one; the text says so to the person who tried."""


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
    *, employee: Employee, role: Role, department: Department | None, on: date, actor: str, at: datetime
) -> RoleGrant:
    """Give a role from a day on, until further notice. Who has it on that day already keeps what they have."""
    if role in DEPARTMENT_ROLES and department is None:
        raise NoDepartmentError(f"{role.label}には所属が必要です。")
    known = RoleGrant.objects.on(on).filter(employee=employee, role=role, department=department).first()
    if known:
        return known
    grant = RoleGrant.objects.create(employee=employee, role=role, department=department, starts_on=on, recorded_at=at)
    where = department.code if department else ""
    append(
        actor=actor, action="役割の指定", subject=f"{employee.staff_number} {role.value} {where}".strip(), at=at,
        facts=[grant],
    )  # fmt: skip
    return grant
