"""What is counted for an answer: each training of the year, now and a year before, and what was held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from lms.duties.counting import Counts
from lms.duties.models import Requirement, TrainingPlan
from lms.lib.fiscal_year import first_day
from lms.lib.tables import Rate
from lms.people.roles import Role
from lms.records.drill import DrillResult, PhishingDrill
from lms.records.session import TrainingSession
from lms.reports.figures import Question
from lms.reports.models import AnnualTexts
from lms.reports.roster import course_totals
from lms.reports.trend import a_year_before

_RAN = (TrainingPlan.State.RUNNING, TrainingPlan.State.REPORTED, TrainingPlan.State.CLOSED)
# Whom 番号法 has the city train: those who handle 特定個人情報, and those answerable for them in each department.
MY_NUMBER_ROLES = frozenset({Role.MY_NUMBER_HANDLER, Role.PROTECTION_MANAGER})


@dataclass(frozen=True)
class Line:
    """One training of the year. Of one training duties and people are the same number. `before`: the same day of the
    year before, where it was asked then; `measures`: what the office wrote on those who have not finished."""

    asked: Requirement
    counts: Counts
    before: Counts | None
    sessions: int
    measures: str
    on: date

    @property
    def was_held(self) -> bool:
        return self.asked.plan.state in _RAN and self.asked.opens_on <= self.on

    @property
    def times(self) -> int:
        """The periods that have begun, and what was held in a room."""
        if not self.was_held:
            return self.sessions
        second = self.asked.second_opens_on
        return 1 + (second is not None and second <= self.on) + self.sessions

    @property
    def is_for_my_number(self) -> bool:
        return not MY_NUMBER_ROLES.isdisjoint(_roles(self.asked.audience))


@dataclass(frozen=True)
class Drills:
    """標的型訓練 of the year: how many, and how many mails were delivered in all of them."""

    number: int
    delivered: int


def lines(question: Question, at: datetime) -> list[Line]:
    """Six queries at most, whatever the number of trainings, beside the small ones of 選択必修."""
    rows = Requirement.objects.filter(plan__fiscal_year=question.fiscal_year, course__in=question.courses)
    asked = rows.select_related("plan", "course").prefetch_related("choices__course").order_by("course__code")
    now, before = _counts(question), _counts(a_year_before(question, at))
    held, texts = _sessions(question), _texts(question.fiscal_year)
    return [
        Line(
            row, now.get(row.course_id, Counts()), before.get(row.course_id), held.get(row.course_id, 0),
            texts.get(row.plan_id, ""), question.on,
        )
        for row in asked
    ]  # fmt: skip


def drills(question: Question) -> Drills:
    """Two queries."""
    standing = PhishingDrill.objects.standing()
    held = standing.filter(sent_on__gte=first_day(question.fiscal_year), sent_on__lte=question.on)
    return Drills(held.count(), DrillResult.objects.filter(drill__in=held, voided_at=None).count())


def rate_of(counts: Counts) -> Rate:
    return Rate(counts.completed, counts.required)


def _counts(question: Question) -> Mapping[int, Counts]:
    """By course id, of courses that anybody had to take."""
    return {course.pk: counts for course, counts in course_totals(question) if counts != Counts()}


def _sessions(question: Question) -> dict[int, int]:
    held = TrainingSession.objects.filter(
        course__in=question.courses, called_off_at=None, held_on__gte=first_day(question.fiscal_year),
        held_on__lte=question.on,
    )  # fmt: skip
    return dict(held.order_by().values_list("course").annotate(Count("pk")))


def _texts(fiscal_year: int) -> dict[int, str]:
    return dict(AnnualTexts.objects.filter(plan__fiscal_year=fiscal_year).values_list("plan", "unfinished"))


def _roles(audience: Mapping[str, object]) -> frozenset[str]:
    """The roles that a rule asks in the affirmative."""
    kind, of = audience["is"], audience.get("of", [])
    if kind in ("all", "any"):
        return frozenset().union(*(_roles(one) for one in _parts(of)))
    return frozenset(map(str, _parts(of))) if kind == "role" else frozenset()


def _parts(of: object) -> Sequence:
    return of if isinstance(of, list) else []
