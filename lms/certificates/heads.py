"""Who heads a department on a day, and how papers address that person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from lms.certificates.papers.wording import head_title
from lms.people.models import Posting, RoleGrant
from lms.people.organisation import Organisation
from lms.people.roles import Role


@dataclass(frozen=True)
class Head:
    """「福祉課長」 and the name; the name is empty where nobody is registered."""

    title: str
    name: str = ""


def heads(organisation: Organisation, departments: Collection[int], on: date, role: str = Role.HEAD) -> dict[int, Head]:
    """By department, or who is 情報セキュリティ管理者 there. Two queries."""
    grants = RoleGrant.objects.on(on).filter(role=role, department__in=departments).select_related("employee")
    held = {grant.department_id: grant.employee for grant in grants.order_by("-starts_on", "-pk")}
    postings = Posting.objects.on(on).filter(department__in=departments, employee__in=held.values())
    titles = {(row.department_id, row.employee_id): row.job_title for row in postings}
    found = {}
    for pk in departments:
        person = held.get(pk)
        title = head_title(organisation.name(pk), titles.get((pk, person.pk), "") if person else "")
        found[pk] = Head(title, person.name if person else "")
    return found
