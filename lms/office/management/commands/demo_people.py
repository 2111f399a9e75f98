"""Who of the made-up city to sign in as, for each role."""

from collections import Counter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from lms.importing.models import ImportBatch
from lms.lib import clock
from lms.lib.fiscal_year import fiscal_year, start_of_year
from lms.office.demo.loading import PASSWORD
from lms.office.demo.year import ACTOR
from lms.people.models import Employee, Posting, RoleGrant
from lms.people.organisation import organisation
from lms.people.postings import seats
from lms.people.roles import Role
from lms.records.models import Completion, LessonRead

_SHOWN = (
    Role.HEAD, Role.DEPUTY, Role.CLERK, Role.DX_OFFICE, Role.SECURITY_OFFICE, Role.DX_AUTHOR, Role.SECURITY_AUTHOR,
    Role.HR, Role.AUDITOR, Role.ADMINISTRATOR, Role.SECURITY_DIRECTOR, Role.CHIEF_SECURITY, Role.CISO,
)  # fmt: skip


class Command(BaseCommand):
    help = "見本の市の職員のうち、役割ごとにログインできる人を示します。"

    def handle(self, *args: Any, **options: Any) -> None:
        if not ImportBatch.objects.filter(uploaded_by=ACTOR).exists():
            return  # a real city's people are nobody to print
        on = clock.today()
        seated = seats(organisation(on), on)
        self.stdout.write(f"見本の市の職員（パスワードは全員 {PASSWORD}）")
        for words, employee in self._people(on):
            seat = seated.get(employee.pk)
            place = f"{seat.department_name} {seat.job_title}" if seat else ""
            self.stdout.write(f"  {employee.staff_number}  {words}  {employee.name}（{place}）")

    def _people(self, on: date) -> list[tuple[str, Employee]]:
        grants = list(RoleGrant.objects.on(on).filter(role__in=_SHOWN).select_related("employee").order_by("pk"))
        burden = Counter(grant.employee_id for grant in grants)
        first: dict[str, Employee] = {}
        for grant in sorted(grants, key=lambda grant: burden[grant.employee_id]):
            first.setdefault(grant.role, grant.employee)
        plain = _ordinary(on)
        rows = [("職員", plain)] if plain else []
        return rows + [(role.label, first[role]) for role in _SHOWN if role in first]


def _ordinary(on: date) -> Employee | None:
    """Somebody without a role who has begun a 研修 and not finished it."""
    year = fiscal_year(on)
    begun = LessonRead.objects.filter(fiscal_year=year).values("employee")
    done = Completion.objects.filter(completed_at__gte=start_of_year(year)).values("employee")
    postings = Posting.objects.on(on).filter(kind=Posting.Kind.MAIN, employee__in=begun).exclude(employee__in=done)
    granted = RoleGrant.objects.on(on).values("employee")
    row = postings.exclude(employee__in=granted).select_related("employee").order_by("employee").first()
    return row.employee if row else None
