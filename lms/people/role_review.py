"""What 人事担当 should look at among the roles of a day."""

from datetime import date

from lms.people.models import Posting, RoleGrant
from lms.people.organisation import Node, Organisation
from lms.people.roles import Role


def units_without_head(organisation: Organisation, on: date) -> list[Node]:
    """報告単位 for which nobody holds the role of 所属長, which is never inferred from a grade. One query."""
    headed = set(RoleGrant.objects.on(on).filter(role=Role.HEAD).values_list("department", flat=True))
    return [node for node in organisation.nodes.values() if node.reports and node.id not in headed]


def roles_without_seat(organisation: Organisation, on: date) -> list[RoleGrant]:
    """Roles bound to a department where the person sits neither there nor below. Two queries."""
    grants = list(
        RoleGrant.objects.on(on).exclude(department=None).select_related("employee", "department")
        .order_by("department__code", "role", "employee__kana_key")
    )  # fmt: skip
    seats = Posting.objects.on(on).filter(employee__role_grants__in=[grant.pk for grant in grants])
    found: dict[int, set[int]] = {}
    for employee, department in seats.values_list("employee", "department").distinct():
        found.setdefault(employee, set()).add(department)
    areas = {pk: organisation.below([pk]) for pk in {grant.department_id for grant in grants}}
    return [grant for grant in grants if not found.get(grant.employee_id, set()) & areas[grant.department_id]]
