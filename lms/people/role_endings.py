"""A role bound to a department ends when its holder has no posting there any more.

Somebody who heads a department without ever having been posted there keeps the role: it was given from outside.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from lms.people.granting import rewrite_grants
from lms.people.models import Employee, Posting, RoleGrant
from lms.people.organisation import organisation
from lms.people.revising import reaching, until_day_before


@dataclass(frozen=True)
class EndedRoles:
    """The roles as they end, and the ids of the rows that were voided; for the caller's ledger entry."""

    grants: list[RoleGrant]
    voided: list[int]


def end_roles_left_behind(*, employee: Employee, before: Iterable[Posting], on: date, at: datetime) -> EndedRoles:
    """End what was bound to where the person sat `before` and sits no more from a day on."""
    city, was = organisation(on), {row.department_id for row in before}
    now = set(reaching(Posting, on).filter(employee=employee).values_list("department", flat=True))
    grants = []
    for grant in reaching(RoleGrant, on).filter(employee=employee).exclude(department=None):
        area = city.below([grant.department_id]) | {grant.department_id}
        if area & was and not area & now:
            grants.append(grant)
    return end_roles(grants=grants, on=on, at=at)


def end_roles(*, grants: Iterable[RoleGrant], on: date, at: datetime) -> EndedRoles:
    """These roles end on the day before."""
    grants = list(grants)
    kept = [rest for grant in grants for rest in until_day_before(grant, on)]
    voided = [grant.pk for grant in grants]
    return EndedRoles(rewrite_grants(void=voided, add=kept, at=at), voided)
