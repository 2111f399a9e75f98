"""過去の年度の実績: how a training stood at the end of a year whose 受講対象者 were never entered here.

The completions of such years may come in from older lists, but who had to take part then is on paper only: the office
enters both numbers as they were reported. What is entered anew counts instead; where there are duties, they count.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from courses.models import Course
from lms.duties.models import Duty, TrainingPlan
from lms.ledger.appending import append
from lms.lib.tables import Rate
from lms.people.models import Employee
from lms.people.refusals import RefusedError
from lms.reports.models import PastResult

YEARS = 3


@dataclass(frozen=True)
class Past:
    """Of one training in one year; `evidence` says where it was reported."""

    course: Course
    fiscal_year: int
    required: int
    completed: int
    evidence: str


def years_of(plan: TrainingPlan) -> range:
    """The years that a report compares, the plan's own the last."""
    return range(plan.fiscal_year - YEARS + 1, plan.fiscal_year + 1)


def past_results(plan: TrainingPlan) -> list[PastResult]:
    """The last that was entered of each training and year. One query."""
    return _last(PastResult.objects.filter(course__requirements__plan=plan, fiscal_year__in=years_of(plan)[:-1]))


def results_of_year(courses: Iterable[Course], fiscal_year: int, known_at: datetime | None) -> list[PastResult]:
    """The last that was entered of each course, as known at a moment or now. One query."""
    rows = PastResult.objects.filter(course__in=courses, fiscal_year=fiscal_year)
    return _last(rows.filter(recorded_at__lte=known_at) if known_at else rows)


def _last(rows: QuerySet[PastResult]) -> list[PastResult]:
    last = {(row.course.code, row.fiscal_year): row for row in rows.select_related("course").order_by("pk")}
    return [last[key] for key in sorted(last)]


def past_rates(results: Iterable[PastResult], fiscal_year: int) -> dict[str, Rate]:
    """By course code."""
    return {row.course.code: Rate(row.completed, row.required) for row in results if row.fiscal_year == fiscal_year}


@transaction.atomic
def record_past(*, past: Past, by: Employee, at: datetime) -> PastResult:
    """Raises RefusedError where the system itself knows who had to take part."""
    if Duty.objects.filter(fiscal_year=past.fiscal_year, requirement__course=past.course).exists():
        raise RefusedError("この年度は受講対象者の記録があり、その数字を使うため、入力できません。")
    row = PastResult.objects.create(
        course=past.course, fiscal_year=past.fiscal_year, required=past.required, completed=past.completed,
        evidence=past.evidence, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    append(
        actor=by.staff_number, action="過去の年度の実績の記録", subject=f"{past.fiscal_year} {past.course.code}", at=at,
        payload={"required": past.required, "completed": past.completed, "evidence": past.evidence}, facts=[row],
    )  # fmt: skip
    return row
