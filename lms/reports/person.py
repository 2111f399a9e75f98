"""One person's record: duties of a year with why they are there, and everything that was ever completed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from lms.duties.models import Duty
from lms.duties.status import duties_on
from lms.lib.fiscal_year import fiscal_year, last_day
from lms.people.models import DepartmentVersion, Employee, Leave, Posting, RoleGrant
from lms.people.revising import LATEST_FIRST
from lms.records.models import Completion
from lms.reports.people import Standing, standing


@dataclass(frozen=True)
class DutyLine:
    """A duty of the year; no `standing` once it is closed (対象外) or while the person sits nowhere."""

    duty: Duty
    standing: Standing | None


@dataclass(frozen=True)
class Placed:
    """A posting or a role, with the name that its department had on its last day, or has today."""

    row: Posting | RoleGrant
    place: str


def duty_lines(employee: Employee, year: int, on: date, offices: Collection[str]) -> list[DutyLine]:
    """Of the trainings of some offices. Three queries."""
    mine = Duty.objects.filter(
        employee=employee, fiscal_year=year, opened_on__lte=on, requirement__course__office__in=offices
    )
    day = min(on, last_day(year))
    ended = Leave.objects.known().filter(employee=employee, ends_on__lt=day).values_list("ends_on", flat=True)
    returns = {employee.pk: list(ended)}
    of_the_day = duties_on(year, day).filter(employee=employee).select_related("requirement__course")
    stands = {duty.pk: standing(duty, day, returns) for duty in of_the_day}
    ordered = mine.select_related("requirement__course").order_by("requirement__course__code", "-opened_on")
    return [DutyLine(duty, stands.get(duty.pk)) for duty in ordered]


def years_of(employee: Employee, on: date, offices: Collection[str]) -> list[int]:
    """The fiscal years in which the person had duties, and this one; the last first. One query."""
    mine = Duty.objects.filter(employee=employee, requirement__course__office__in=offices)
    known = mine.values_list("fiscal_year", flat=True).order_by()
    return sorted({fiscal_year(on), *known.distinct()}, reverse=True)


def completions_of(employee: Employee, offices: Collection[str]) -> QuerySet[Completion]:
    """Of all years, the cancelled ones too: they show that something was put right."""
    rows = Completion.objects.filter(employee=employee, course__office__in=offices).select_related(
        "course", "cancellation"
    )
    return rows.order_by("-completed_at", "-pk")


def postings_of(employee: Employee, on: date) -> list[Placed]:
    """所属・発令の履歴, the last first. Two queries."""
    rows = Posting.objects.known().filter(employee=employee).select_related("department")
    return _placed(rows.order_by("-starts_on", "kind"), on)


def roles_of(employee: Employee, on: date) -> list[Placed]:
    """Two queries."""
    rows = RoleGrant.objects.known().filter(employee=employee).select_related("department")
    return _placed(rows.order_by("-starts_on", "role"), on)


def _placed(rows: Iterable[Posting | RoleGrant], on: date) -> list[Placed]:
    rows = list(rows)
    versions = DepartmentVersion.objects.known().filter(department__in={row.department_id for row in rows})
    history: dict[int, list[DepartmentVersion]] = {}
    for version in versions.order_by(LATEST_FIRST):
        history.setdefault(version.department_id, []).append(version)
    return [Placed(row, _name(row, history.get(row.department_id, []), on)) for row in rows]


def _name(row: Posting | RoleGrant, history: list[DepartmentVersion], on: date) -> str:
    """What the department was called when the row ended, or is called today or, later, when the row begins."""
    if row.department is None:
        return "全庁"
    day = min(row.ends_on or date.max, max(on, row.starts_on))
    names = (version.name for version in history if version.starts_on is None or version.starts_on <= day)
    return next(names, row.department.code)
