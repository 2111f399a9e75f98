"""督促の履歴: who was asked to do which duty, on which day, by whom and by which paper."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Max, QuerySet

from lms.duties.models import Duty
from lms.lib.fiscal_year import era_date, local_date
from lms.people.models import Employee
from lms.reports.exporting import record_taken_out
from lms.reports.models import Reminder


@dataclass(frozen=True)
class Reminded:
    """最終督促日, and how often up to then."""

    last: date
    times: int

    def __str__(self) -> str:
        return f"{era_date(self.last)}（{self.times}回）"


def reminded(duties: Collection[int], until: date) -> dict[int, Reminded]:
    """By the id of those duties that somebody was asked to do by a day. One query."""
    rows = Reminder.objects.filter(duty__in=duties, on__lte=until).order_by().values_list("duty")
    return {duty: Reminded(last, times) for duty, last, times in rows.annotate(Max("on"), Count("pk"))}


def reminders_of(employee: Employee, year: int, offices: Collection[str]) -> QuerySet[Reminder]:
    """Of the trainings of some offices, the last first. One query."""
    rows = Reminder.objects.filter(
        duty__employee=employee, duty__fiscal_year=year, duty__requirement__course__office__in=offices
    )
    return rows.select_related("duty__requirement__course", "made_by").order_by("-on", "-pk")


@transaction.atomic
def record_reminders(
    *,
    duties: Sequence[Duty],
    paper: Reminder.Paper,
    by: Employee,
    purpose: str,
    conditions: dict[str, str],
    actor: str,
    at: datetime,
) -> None:
    """The paper was made for these duties. What was recorded of this day already stays as it is."""
    record_taken_out(
        what=paper.label, purpose=purpose, conditions=conditions, rows=len(duties), actor=actor, at=at,
        facts=_written({duty.pk for duty in duties}, paper, by, at),
    )  # fmt: skip


def _written(duties: set[int], paper: Reminder.Paper, by: Employee, at: datetime) -> list[Reminder]:
    """The new rows; one that somebody else writes at this very moment is theirs."""
    day = local_date(at)
    of_day = Reminder.objects.filter(on=day, paper=paper)
    missing = duties - set(of_day.filter(duty__in=duties).values_list("duty", flat=True))
    rows = [Reminder(duty_id=duty, on=day, paper=paper, made_by=by, recorded_at=at) for duty in sorted(missing)]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    return list(of_day.filter(duty__in=missing, made_by=by, recorded_at=at).order_by("pk"))
