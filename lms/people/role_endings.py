"""A role bound to a department ends when its holder has no posting there any more.

Somebody who heads a department without ever having been posted there keeps the role: it was given from outside.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lms.people.granting import rewrite_grants
from lms.people.models import Employee, Posting, RoleGrant
from lms.people.organisation import organisation
from lms.people.revising import reaching, revised, until_day_before

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class RewrittenRoles:
    """The roles as they now read, and the ids of the rows that were voided; for the caller's ledger entry."""

    grants: list[RoleGrant]
    voided: list[int]


def end_roles_left_behind(*, employee: Employee, before: Iterable[Posting], on: date, at: datetime) -> RewrittenRoles:
    """End what was bound to where the person sat `before` and sits no more from a day on."""
    city, was = organisation(on), {row.department_id for row in before}
    now = set(reaching(Posting, on).filter(employee=employee).values_list("department", flat=True))
    grants = []
    for grant in reaching(RoleGrant, on).filter(employee=employee).exclude(department=None):
        area = city.below([grant.department_id]) | {grant.department_id}
        if area & was and not area & now:
            grants.append(grant)
    return end_roles(grants=grants, on=on, at=at)


def end_roles(*, grants: Iterable[RoleGrant], on: date, at: datetime) -> RewrittenRoles:
    """These roles end on the day before."""
    grants = list(grants)
    kept = [rest for grant in grants for rest in until_day_before(grant, on)]
    voided = [grant.pk for grant in grants]
    return RewrittenRoles(rewrite_grants(void=voided, add=kept, at=at), voided)


def restore_roles(*, posting: Posting, acts: Collection[datetime], at: datetime) -> RewrittenRoles:
    """What ended with these acts where the person sits once more, and nobody has written of since, goes on as before.

    `posting` is the one that is taken back.
    """
    day, of_person = posting.starts_on, RoleGrant.objects.filter(employee=posting.employee_id)
    ended = of_person.filter(voided_at__in=acts).exclude(department=None)
    voided, restored = [], []
    for grant in ended.exclude(ends_on__lt=day):
        same = of_person.known().filter(role=grant.role, department=grant.department_id)
        rest = same.filter(recorded_at=grant.voided_at, ends_on=day - _DAY).values_list("pk", flat=True)
        untouched = bool(rest) or grant.starts_on >= day
        if untouched and not same.exclude(ends_on__lt=day).exists() and _sits_in(grant, day):
            voided += rest
            restored.append(revised(grant))
    return RewrittenRoles(rewrite_grants(void=voided, add=restored, at=at), voided)


def _sits_in(grant: RoleGrant, day: date) -> bool:
    area = organisation(day).below([grant.department_id]) | {grant.department_id}
    return reaching(Posting, day).filter(employee=grant.employee_id, department__in=area).exists()
