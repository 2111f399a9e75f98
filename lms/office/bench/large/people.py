"""Who looks at the figures of a prefecture: people made for it, each with one role."""

from datetime import date, datetime

from lms.accounts.models import User
from lms.people.models import Employee, RoleGrant
from lms.people.roles import Role


def appointed(role: Role, on: date, at: datetime, department_id: int | None = None) -> Employee:
    """Somebody with an account who holds the role from a day on; without a department, in the whole city."""
    number = f"bench-{role.value}"
    user = User.objects.create(username=number, name="計測　用")
    person = Employee.objects.create(staff_number=number, name="計測　用", kana="ケイソク　ヨウ", user=user)
    RoleGrant.objects.create(employee=person, role=role, department_id=department_id, starts_on=on, recorded_at=at)
    return person
