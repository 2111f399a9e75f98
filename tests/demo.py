"""The made-up city for tests that need all rooms at once, with the clock standing at 10 o'clock of its day."""

import shutil
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.test import Client

from courses.loading.files import LIBRARY
from lms.accounts.models import User
from lms.lib import clock
from lms.lib.fiscal_year import TOKYO, start_of_year
from lms.office.demo.city import DemoCity
from lms.office.demo.loading import load_city
from lms.people.models import Department, Employee, Posting, RoleGrant
from lms.people.roles import DEPARTMENT_ROLES, Role
from lms.records.models import Completion

# After the first period, before the October transfers.
DAY = date(2026, 9, 15)


def stop_the_clock(patch: pytest.MonkeyPatch, day: date = DAY, hour: int = 10) -> datetime:
    moment = datetime.combine(day, time(hour), TOKYO)
    patch.setattr(clock, "now", lambda: moment)
    return moment


def load_small_city(patch: pytest.MonkeyPatch, staff: int = 120, day: date = DAY) -> DemoCity:
    """A city of 120 with one past year, as it stands on the day."""
    moment = stop_the_clock(patch, day)
    demo = DemoCity(year=2026, staff=staff, seed=1)
    with TemporaryDirectory() as folder:
        library = _two_courses(Path(folder))
        load_city(demo=demo, on=day, past_years=1, at=moment, tell=lambda words: None, library=library)
    return demo


def _two_courses(folder: Path) -> Path:
    """Of the library what the city asks of everybody: the whole of it takes ten times as long."""
    for code in ("D-01", "S-01"):
        shutil.copytree(LIBRARY / code, folder / code)
    for name in ("city.toml", "glossary.toml"):
        shutil.copy(LIBRARY / name, folder)
    lines = (
        f'[[curriculum]]\ncode = "{code}"\ntitle = "{title}"\nsummary = "{title}"\noffice = "{office}"\n'
        f'courses = ["{course}"]\n'
        for code, title, office, course in (
            ("DX", "DX研修（全職員）", "dx", "D-01"),
            ("SEC", "情報セキュリティ研修（全職員）", "security", "S-01"),
        )
    )
    (folder / "curricula.toml").write_text("\n".join(lines), encoding="utf-8")
    return folder


def holder_of(role: str) -> Employee:
    """Somebody with a role and as few others as possible."""
    grants = RoleGrant.objects.known().filter(role=role).select_related("employee").order_by("pk")
    return min((grant.employee for grant in grants), key=lambda e: RoleGrant.objects.filter(employee=e).count())


def ordinary_employee() -> Employee:
    """Somebody without any role."""
    granted = RoleGrant.objects.known().values("employee")
    return Employee.objects.exclude(pk__in=granted).filter(postings__kind=Posting.Kind.MAIN).order_by("pk").first()


def signed_in(employee: Employee) -> Client:
    client = Client()
    client.force_login(User.objects.get(employee=employee))
    return client


def people_by_role() -> dict[str, Employee]:
    """For each role with a first page somebody who holds nothing else, and one person without any; all have S-01.

    Roles that need a department are held in one and the same reporting department.
    """
    roles = (
        Role.HEAD, Role.DEPUTY, Role.CLERK, Role.DX_OFFICE, Role.SECURITY_OFFICE, Role.DX_AUTHOR,
        Role.SECURITY_AUTHOR, Role.HR, Role.AUDITOR, Role.ADMINISTRATOR,
    )  # fmt: skip
    done = Completion.objects.filter(course__code="S-01", completed_at__gte=start_of_year(DAY.year))
    granted = RoleGrant.objects.known().values("employee")
    plain = Employee.objects.filter(pk__in=done.values("employee")).exclude(pk__in=granted).order_by("pk")
    ordinary, *others = plain[: len(roles) + 1]
    department = Department.objects.get(code="0101")
    for role, person in zip(roles, others, strict=True):
        place = department if role in DEPARTMENT_ROLES else None
        since = date(DAY.year, 4, 1)
        RoleGrant.objects.create(employee=person, role=role, department=place, starts_on=since, recorded_at=clock.now())
    return {"employee": ordinary} | {str(role): person for role, person in zip(roles, others, strict=True)}
