"""研修計画の変更: what was decided of an approved plan afterwards. Each keeps its decision, and leaves its trace.

What has been stays as it was: a change begins on the day on which it is entered. It may add a training, move days that
are still to come, and ask other people; which training a line asks, and how often, stays. Whoever had the old last day
and has not completed has the new one from that day; whoever comes under the line by the change is counted as one who
comes later.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from courses.models import Course
from lms.duties.audience import Stored
from lms.duties.closing import close_duties
from lms.duties.models import Duty, PlanChange, Requirement, TrainingPlan
from lms.duties.plans import Approval, Choice, Period, PlanError, Rule, choice_line, line_name, line_of, locked
from lms.duties.status import is_fulfilled
from lms.duties.wording import audience_in_words, periods_in_words, rule_in_words
from lms.ledger.appending import append
from lms.ledger.digests import Closed
from lms.lib.bulk import insert
from lms.lib.fiscal_year import end_of_day
from lms.people.organisation import organisation

CHANGEABLE = (TrainingPlan.State.APPROVED, TrainingPlan.State.RUNNING)
_Cycle = Requirement.Cycle
_REASON = "研修計画の変更により受講期限を改めたため"


@dataclass(frozen=True)
class Decision:
    """What was decided outside, and the day from which it holds here: that of entering it."""

    approval: Approval
    on: date


@transaction.atomic
def add_lines(
    *, plan: TrainingPlan, courses: Sequence[Course], period: Period, rule: Rule, decision: Decision, actor: str,
    at: datetime,
) -> list[Requirement]:  # fmt: skip
    """Ask trainings that the approved plan did not have."""
    _check_addition(plan, period, decision)
    if Requirement.objects.filter(plan=plan, course__in=courses).exists():
        raise PlanError("選んだ研修は、既にこの研修計画にあります。")
    values = {**asdict(period), **asdict(rule)}
    lines = [line_of(plan, course, values, (), actor, at) for course in courses]
    for line in lines:
        _note_addition(line, decision, actor, at)
    return lines


@transaction.atomic
def add_choice_line(
    *, plan: TrainingPlan, choice: Choice, period: Period, rule: Rule, decision: Decision, actor: str, at: datetime
) -> Requirement:
    """Ask a choice that the approved plan did not have."""
    _check_addition(plan, period, decision)
    line = choice_line(plan, choice, period, rule, actor, at)
    _note_addition(line, decision, actor, at)
    return line


def _check_addition(plan: TrainingPlan, period: Period, decision: Decision) -> None:
    _check_decision(plan, decision)
    if period.opens_on < decision.on:
        raise PlanError("承認の後に加える実施研修の実施期間は、今日以後に始めてください。")


def _check_decision(plan: TrainingPlan, decision: Decision) -> None:
    if not locked(plan, *CHANGEABLE):
        raise PlanError("変更できるのは、承認済み又は実施中の研修計画です。")
    if decision.approval.approved_on > decision.on:
        raise PlanError("変更の承認日は、今日までの日にしてください。承認された後に入力します。")


def _note_addition(line: Requirement, decision: Decision, actor: str, at: datetime) -> None:
    rule = rule_in_words(line, organisation(decision.on), decision.on)
    _note(line, f"この実施研修を加えた。実施期間は{periods_in_words(line)}。{rule}", decision, actor, at)


@transaction.atomic
def change_line(
    *, requirement: Requirement, period: Period, audience: Stored, decision: Decision, actor: str, at: datetime
) -> PlanChange:
    """Move days of a line that are still to come, or ask other people."""
    _check_decision(requirement.plan, decision)
    line = Requirement.objects.select_related("plan", "course").get(pk=requirement.pk)
    old = Period(**{name: getattr(line, name) for name in asdict(period)})
    words = [*_new_period(line, period, decision.on), *_new_audience(line, audience, decision.on)]
    if not words:
        raise PlanError("変わるところがありません。新しい内容を入力してください。")
    line.save(update_fields=[*asdict(period), "audience", "audience_from"])
    closed, made = _with_new_last_day(line, old.due_on, decision.on, at)
    return _note(line, "".join(words), decision, actor, at, closed=closed, made=made)


def _new_period(line: Requirement, period: Period, on: date) -> list[str]:
    """Write the days into the line; what changed, in words."""
    before = periods_in_words(line)
    _check_days(line, period, on)
    for name, day in asdict(period).items():
        setattr(line, name, day)
    after = periods_in_words(line)
    return [f"実施期間を「{before}」から「{after}」に改めた。"] if before != after else []


def _check_days(line: Requirement, period: Period, on: date) -> None:
    """Days that are over stay: what they meant has been reckoned with."""
    for name, words in _DAYS.items():
        old, new = getattr(line, name), getattr(period, name)
        if old == new:
            continue
        if old is not None and old < on and name != "due_on":
            raise PlanError(f"{words}は過ぎているので、変えることはできません。")
        if new is not None and new < on:
            raise PlanError(f"{words}は、今日以後の日にしてください。")


_DAYS = {
    "opens_on": "実施期間の初日", "due_on": "実施期間の末日", "second_opens_on": "追加実施期間の初日",
    "second_due_on": "追加実施期間の末日",
}  # fmt: skip


def _new_audience(line: Requirement, audience: Stored, on: date) -> list[str]:
    if audience == line.audience:
        return []
    world = organisation(on)
    before, after = (audience_in_words(stored, world, on) for stored in (line.audience, audience))
    line.audience, line.audience_from = audience, on
    return [f"対象者を「{before}」から「{after}」に改めた。"]


def _with_new_last_day(line: Requirement, old: date, on: date, at: datetime) -> tuple[list[Closed], list[Duty]]:
    """Duties are not rewritten: those with the old last day end, and go on as others with the new one."""
    if line.due_on == old:
        return [], []
    last = line.due_on if line.cycle in (_Cycle.YEARLY, _Cycle.ONCE) else old  # おおむね1年 has days of its own between
    standing = Duty.objects.filter(requirement=line, closed_at=None, opened_on__lte=on)
    rows = list(standing.filter(due_on__range=(old, max(old, last))).exclude(is_fulfilled(end_of_day(on))))
    if not rows:
        return [], []
    closed = close_duties(ids=[row.pk for row in rows], on=on, reason=_REASON, at=at)
    return [closed], insert([_prolonged(row, line.due_on, on, at) for row in rows])


def _prolonged(row: Duty, due_on: date, on: date, at: datetime) -> Duty:
    return Duty(
        employee_id=row.employee_id, requirement_id=row.requirement_id, fiscal_year=row.fiscal_year, opened_on=on,
        due_on=due_on, counts_from=row.counts_from, counts_until=row.counts_until, because=row.because, recorded_at=at,
    )  # fmt: skip


def _note(
    line: Requirement, content: str, decision: Decision, actor: str, at: datetime, *,
    closed: Sequence[Closed] = (), made: Sequence[Duty] = (),
) -> PlanChange:  # fmt: skip
    row = PlanChange.objects.create(requirement=line, content=content, recorded_at=at, **asdict(decision.approval))
    append(
        actor=actor, action="研修計画の変更", subject=line_name(line), at=at, payload={"content": content},
        facts=[row, *made], closed=list(closed), watched={Requirement: [line.pk]},
    )  # fmt: skip
    return row
