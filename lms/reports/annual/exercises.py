"""訓練 of the year: 緊急時対応訓練, as the sheets of those who came have them, and 標的型メール訓練."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from lms.duties.models import TrainingPlan
from lms.lib.fiscal_year import first_day, last_day
from lms.records.drill import PhishingDrill
from lms.records.drill_counts import DrillCounts, counts, total
from lms.records.models import AttendanceSheet


@dataclass(frozen=True)
class Exercise:
    """One day of a training that was held as 訓練; who came, each counted once."""

    title: str
    held_on: date
    people: int


@dataclass(frozen=True)
class Drill:
    """A mail that was sent, and what became of it; None where that would betray the few of one department."""

    title: str
    sent_on: date
    whole: DrillCounts | None


def exercises(plan: TrainingPlan, on: date) -> Iterator[Exercise]:
    """Of the office's trainings. One query."""
    found = _standing_sheets(plan, on).values_list("course__title", "held_on").order_by("held_on", "course__title")
    for title, held_on, people in found.annotate(people=Count("attendants__employee", distinct=True)):
        yield Exercise(title, held_on, people)


def _standing_sheets(plan: TrainingPlan, on: date) -> QuerySet[AttendanceSheet]:
    return AttendanceSheet.objects.standing().filter(
        method=AttendanceSheet.Method.DRILL, course__office=plan.office, held_on__gte=first_day(plan.fiscal_year),
        held_on__lte=min(on, last_day(plan.fiscal_year)),
    )  # fmt: skip


def drills(plan: TrainingPlan, on: date) -> Iterator[Drill]:
    """Four queries for each."""
    held = PhishingDrill.objects.standing().filter(
        sent_on__gte=first_day(plan.fiscal_year), sent_on__lte=min(on, last_day(plan.fiscal_year))
    )
    for drill in held.order_by("sent_on"):
        yield Drill(drill.title, drill.sent_on, total(counts(drill).values()))
