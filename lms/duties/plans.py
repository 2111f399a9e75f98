"""The acts of a year's plan: drafted, approved outside and entered here, run. Each leaves its trace."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from courses.course import CHOICE_CODE
from courses.models import Course
from lms.duties.audience import EVERYBODY, Stored
from lms.duties.closing import close_duties
from lms.duties.models import CHOICE_CYCLES, Duty, Requirement, RequirementChoice, TrainingPlan
from lms.duties.routes import route_of, set_route
from lms.ledger.appending import append
from lms.lib.fiscal_year import fiscal_year_name
from lms.lib.watched import Watched
from lms.people.refusals import RefusedError
from lms.people.roles import Office

_TITLES = {Office.DX: "DX研修計画", Office.SECURITY: "情報セキュリティ研修計画"}


class PlanError(RefusedError):
    """The plan's state does not allow this act."""


@dataclass(frozen=True)
class Period:
    """実施期間 and, where there is one, 追加実施期間; all days inclusive."""

    opens_on: date
    due_on: date
    second_opens_on: date | None = None
    second_due_on: date | None = None


@dataclass(frozen=True)
class Rule:
    """Whom a requirement asks, how often, and how long somebody has who comes under it later."""

    audience: Stored = field(default_factory=lambda: dict(EVERYBODY))
    cycle: str = Requirement.Cycle.YEARLY
    within: int = 30
    unit: str = Requirement.Unit.DAYS
    grace_days: int = 0


@dataclass(frozen=True)
class Choice:
    """選択必修 under a name of its own: so many (`needed`) of these courses."""

    title: str
    needed: int
    courses: tuple[Course, ...]


@dataclass(frozen=True)
class Approval:
    """The decision taken outside the system."""

    approved_by: str
    approved_on: date
    document_number: str


@transaction.atomic
def draft_plan(*, fiscal_year: int, office: Office, actor: str, at: datetime) -> TrainingPlan:
    """The plan of an office and year: made now, or the one that stands."""
    title = f"{fiscal_year_name(fiscal_year)}{_TITLES[office]}"
    plan, made = TrainingPlan.objects.get_or_create(fiscal_year=fiscal_year, office=office, defaults={"title": title})
    if made:
        append(
            actor=actor, action="研修計画の作成", subject=f"{fiscal_year} {office}", at=at, payload={"title": title},
            watched={TrainingPlan: [plan.pk]},
        )  # fmt: skip
    return plan


@transaction.atomic
def add_requirement(
    *, plan: TrainingPlan, course: Course, period: Period, rule: Rule | None = None, actor: str, at: datetime
) -> Requirement:
    """Ask a course of those whom the rule catches (everybody where there is none). Only while the plan is a draft."""
    _only_a_draft(plan)
    return line_of(plan, course, {**asdict(period), **asdict(rule or Rule())}, (), actor, at)


def _only_a_draft(plan: TrainingPlan) -> None:
    if not locked(plan, TrainingPlan.State.DRAFT):
        raise PlanError("承認された研修計画に実施研修を加えることはできません。")


def line_of(
    plan: TrainingPlan, course: Course, values: dict[str, Any], choices: Sequence[Course], actor: str, at: datetime
) -> Requirement:
    """The plan's line that asks the course: made now with its choices, or the one that stands."""
    row, made = Requirement.objects.get_or_create(plan=plan, course=course, defaults=values)
    if made:
        rows = RequirementChoice.objects.bulk_create(RequirementChoice(requirement=row, course=one) for one in choices)
        payload = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
        payload |= {"choices": [one.code for one in choices]} if choices else {}
        append(
            actor=actor, action="実施研修の追加", subject=line_name(row), at=at, payload=payload,
            watched={Requirement: [row.pk], RequirementChoice: [one.pk for one in rows]},
        )  # fmt: skip
    return row


@transaction.atomic
def add_choice(
    *, plan: TrainingPlan, choice: Choice, period: Period, rule: Rule, actor: str, at: datetime
) -> Requirement:
    """Ask so many of some courses. The choice becomes a course of its own, without pages, so that it can be counted."""
    _only_a_draft(plan)
    return choice_line(plan, choice, period, rule, actor, at)


def choice_line(
    plan: TrainingPlan, choice: Choice, period: Period, rule: Rule, actor: str, at: datetime
) -> Requirement:
    """The new line of a plan that asks a choice."""
    if not 0 < choice.needed < len(choice.courses):
        raise PlanError("選択必修では、修了する研修の数を、選べる研修の数より少なくしてください。")
    if rule.cycle not in CHOICE_CYCLES:
        raise PlanError("選択必修の受講の間隔は、「年度に1回」か「対象となった日から期限まで」にしてください。")
    values = {**asdict(period), **asdict(rule), "needed": choice.needed}
    return line_of(plan, _course_of(choice, plan), values, choice.courses, actor, at)


def _course_of(choice: Choice, plan: TrainingPlan) -> Course:
    """Of the measure that all its courses carry out, where they carry out one."""
    measures = {(course.measure, course.action) for course in choice.courses}
    measure, action = measures.pop() if len(measures) == 1 else ("", "")
    minutes = sum(sorted(course.minutes for course in choice.courses)[: choice.needed])
    return Course.objects.create(
        code=_next_code(), title=choice.title, office=plan.office, measure=measure, action=action, minutes=minutes
    )


def _next_code() -> str:
    codes = Course.objects.filter(code__regex=rf"^{CHOICE_CODE}\d+$").values_list("code", flat=True)
    return f"{CHOICE_CODE}{max((int(code.removeprefix(CHOICE_CODE)) for code in codes), default=0) + 1:02}"


@transaction.atomic
def add_requirements(
    *, plan: TrainingPlan, courses: Iterable[Course], period: Period, rule: Rule, actor: str, at: datetime
) -> list[Requirement]:
    """One line for each course of a curriculum, with the same rule."""
    return [
        add_requirement(plan=plan, course=course, period=period, rule=rule, actor=actor, at=at) for course in courses
    ]


@transaction.atomic
def remove_requirement(*, requirement: Requirement, actor: str, at: datetime) -> None:
    """Take a line out of a draft."""
    if not locked(requirement.plan, TrainingPlan.State.DRAFT):
        raise PlanError("承認された研修計画から実施研修を除くことはできません。")
    choices = list(requirement.choices.values_list("pk", flat=True))
    watched: Mapping[type[Watched], list[int]] = {Requirement: [requirement.pk], RequirementChoice: choices}
    requirement.delete()
    append(actor=actor, action="実施研修の削除", subject=line_name(requirement), at=at, watched=watched)
    if requirement.needed:
        _forget(requirement.course)


def _forget(choice: Course) -> None:
    """The course that stood for a choice, unless another plan asks it or somebody has recorded something of it."""
    with suppress(ProtectedError), transaction.atomic():
        choice.delete()


@transaction.atomic
def copy_plan(*, source: TrainingPlan, actor: str, at: datetime) -> TrainingPlan:
    """The draft for the next fiscal year: the same lines, each day a year later, and the same route. What stands there
    already stays."""
    plan = draft_plan(fiscal_year=source.fiscal_year + 1, office=Office(source.office), actor=actor, at=at)
    if source.route and not plan.route:
        set_route(plan=plan, steps=route_of(source), actor=actor, at=at)
    _only_a_draft(plan)
    for line in source.requirements.select_related("course").prefetch_related("choices__course"):
        period = {day.name: _a_year_later(getattr(line, day.name)) for day in fields(Period)}
        values = period | {name: getattr(line, name) for name in (*(part.name for part in fields(Rule)), "needed")}
        line_of(plan, line.course, values, [row.course for row in line.choices.all()], actor, at)
    return plan


def _a_year_later(day: date | None) -> date | None:
    if day is None:
        return None
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28) if leap_day else day.replace(year=day.year + 1)


@transaction.atomic
def approve_plan(*, plan: TrainingPlan, approval: Approval, actor: str, at: datetime) -> None:
    """Enter the approval that a committee or meeting has given."""
    _move(plan, TrainingPlan.State.DRAFT, TrainingPlan.State.APPROVED, **asdict(approval))
    payload = {**asdict(approval), "approved_on": approval.approved_on.isoformat()}
    _note_step(plan=plan, action="研修計画の承認", actor=actor, at=at, payload=payload)


@transaction.atomic
def start_plan(*, plan: TrainingPlan, actor: str, at: datetime) -> None:
    """Begin: from now on the plan's requirements give duties, with the next 受講対象の更新."""
    _move(plan, TrainingPlan.State.APPROVED, TrainingPlan.State.RUNNING)
    _note_step(plan=plan, action="研修計画の開始", actor=actor, at=at)


@transaction.atomic
def report_plan(*, plan: TrainingPlan, actor: str, at: datetime) -> None:
    """The year is over and reported: nobody comes under it any more. Who leaves, or leaves a role, in the time that is
    still left for a duty of it is asked no more."""
    _move(plan, TrainingPlan.State.RUNNING, TrainingPlan.State.REPORTED)
    _note_step(plan=plan, action="研修計画の報告", actor=actor, at=at)


@transaction.atomic
def close_plan(*, plan: TrainingPlan, actor: str, at: datetime) -> None:
    """Reported, and nothing is left to do with it."""
    _move(plan, TrainingPlan.State.REPORTED, TrainingPlan.State.CLOSED)
    _note_step(plan=plan, action="研修計画の終了", actor=actor, at=at)


@transaction.atomic
def ask_retake(*, requirement: Requirement, on: date, actor: str, at: datetime) -> None:
    """再受講を求める: completions before the day count no more; everybody gets a new duty from that day, with the next
    受講対象の更新.

    Without this a revision of the course voids nothing.
    """
    if not locked(requirement.plan, TrainingPlan.State.RUNNING):
        raise PlanError("実施中の研修計画でなければ、再受講を求めることはできません。")
    Requirement.objects.filter(pk=requirement.pk).update(retake_on=on)
    standing = Duty.objects.filter(requirement=requirement, closed_at=None, opened_on__lte=on)
    ids = list(standing.values_list("pk", flat=True))
    closed = close_duties(ids=ids, on=on, reason="教材の改訂により再受講を求めたため", at=at)
    payload = {"on": on.isoformat()}
    append(
        actor=actor, action="再受講の求め", subject=line_name(requirement), at=at, payload=payload, closed=[closed],
        watched={Requirement: [requirement.pk]},
    )  # fmt: skip


def locked(plan: TrainingPlan, *states: str) -> bool:
    """Whether the plan is in one of these states, and stays so until the act is done: what was read when the page was
    opened may be old, and an update of the duties reads the plan under the same lock."""
    return TrainingPlan.objects.select_for_update().filter(pk=plan.pk, state__in=states).exists()


def line_name(requirement: Requirement) -> str:
    return f"{requirement.plan.fiscal_year} {requirement.course.code}"


def _move(plan: TrainingPlan, old: str, new: str, **values: object) -> None:
    """Conditional, so that two presses do it once."""
    if not TrainingPlan.objects.filter(pk=plan.pk, state=old).update(state=new, **values):
        raise PlanError(f"研修計画は今「{plan.get_state_display()}」なので、この操作はできません。")
    plan.refresh_from_db()


def _note_step(
    *, plan: TrainingPlan, action: str, actor: str, at: datetime, payload: Mapping[str, str] | None = None
) -> None:
    append(
        actor=actor, action=action, subject=f"{plan.fiscal_year} {plan.office}", at=at, payload=payload,
        watched={TrainingPlan: [plan.pk]},
    )  # fmt: skip
