"""A year of the made-up city: its plans, and how its people learned. Everything is written in bulk."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.db.models import Q

from courses.models import Course
from courses.outline import Outline, outlines
from lms.duties.announcing import Letter, record_circular
from lms.duties.models import Duty, Requirement, RequirementChoice, TrainingPlan
from lms.duties.planning import reconcile
from lms.duties.plans import Approval, Period, add_requirement, approve_plan, draft_plan, report_plan, start_plan
from lms.lib.fiscal_year import TOKYO, last_day
from lms.people.models import Leave, Posting
from lms.people.organisation import Organisation, organisation
from lms.people.roles import Office
from lms.records.models import Completion
from lms.records.recording import Earned, record_completions

ACTOR = "command:load_demo"
_APPROVERS = {Office.DX: "行政改革会議", Office.SECURITY: "情報セキュリティ委員会"}
# What everybody is asked every year.
_YEARLY = {Office.DX: "D-01", Office.SECURITY: "S-01"}
# One reporting department in this many has everybody done; of the others, this share.
_ALL_DONE_EVERY = 6
_DONE = 0.82
_CHOSEN_DONE = 0.45
_BEGUN = 0.5
_LATE = 0.08
_PAST_DONE = 0.93
_CHUNK = 2000


def period(fiscal_year: int) -> Period:
    """1 June to 17 July, and again from December to the end of January."""
    return Period(
        date(fiscal_year, 6, 1), date(fiscal_year, 7, 17), date(fiscal_year, 12, 1), date(fiscal_year + 1, 1, 29)
    )


def run_plan(fiscal_year: int, office: Office, on: date, at: datetime) -> TrainingPlan:
    """The office's plan of a year, approved in April and running on a day."""
    plan = draft_plan(fiscal_year=fiscal_year, office=office, actor=ACTOR, at=at)
    for course in Course.objects.filter(code=_YEARLY[office]):
        add_requirement(plan=plan, course=course, period=period(fiscal_year), actor=ACTOR, at=at)
    number = f"総第{fiscal_year - 2018}-{12 if office is Office.SECURITY else 34}号"
    approval = Approval(_APPROVERS[office], date(fiscal_year, 4, 20), number)
    approve_plan(plan=plan, approval=approval, actor=ACTOR, at=at)
    lines = list(plan.requirements.select_related("course", "plan"))
    record_circular(requirements=lines, letter=Letter(date(fiscal_year, 5, 20), number), actor=ACTOR, at=at)
    start_plan(plan=plan, actor=ACTOR, at=at)
    reconcile(on=on, at=at, actor=ACTOR)
    return plan


def past_year(fiscal_year: int, rng: Random, at: datetime) -> None:
    """A year that is over: reported, with results that came from the city's old lists (移行データ)."""
    plans = [run_plan(fiscal_year, office, last_day(fiscal_year), at) for office in Office]
    for plan in plans:
        # Line by line: all duties of a large city at once would need gigabytes.
        for line in plan.requirements.select_related("course"):
            subject = f"{fiscal_year} {line.course.code} 移行データ"
            record_completions(earned=list(_migrated(line, fiscal_year, rng)), actor=ACTOR, subject=subject, at=at)
        report_plan(plan=plan, actor=ACTOR, at=at)


def _migrated(line: Requirement, fiscal_year: int, rng: Random) -> Iterator[Earned]:
    first = period(fiscal_year).opens_on
    for pk, employee_id in line.duties.order_by("pk").values_list("pk", "employee_id"):
        if rng.random() < _PAST_DONE:
            done_at = _at(first + timedelta(days=rng.randint(0, 46)), rng)
            yield Earned(
                employee_id, line.course, done_at, Completion.Source.MIGRATED, f"migrated:{pk}", "旧受講台帳"
            )  # fmt: skip


@dataclass(frozen=True)
class Study:
    """How a course of one duty went: finished at a moment, or begun, and whether on a screen."""

    duty: Duty
    course: Course
    outline: Outline
    on_screen: bool
    finished_at: datetime | None
    lessons: int


def studies(fiscal_year: int, on: date, rng: Random, off_screen: frozenset[str]) -> Iterator[Study]:
    """How the year's duties went until a day; those who have not begun are left out."""
    world = organisation(on)
    seated = dict(Posting.objects.on(on).filter(kind=Posting.Kind.MAIN).values_list("employee_id", "department_id"))
    away = set(Leave.objects.on(on).values_list("employee_id", flat=True))
    diligent = _diligent(world)
    choices, contents = _choices(fiscal_year), outlines(_asked(fiscal_year))
    duties = Duty.objects.filter(fiscal_year=fiscal_year, closed_at=None).select_related("requirement__course")
    for duty in duties.order_by("requirement", "pk").iterator(_CHUNK):
        department = seated.get(duty.employee_id)
        if department is None or duty.employee_id in away:
            continue
        sure = world.reporting_unit(department) in diligent
        certainty = 1.0 if sure else _CHOSEN_DONE if duty.requirement.needed else _DONE
        on_screen = world.nodes[department].code not in off_screen
        for course in _courses(duty, choices, rng):
            study = _study(duty, contents[course.pk], on, rng, certainty)
            if study:
                yield Study(duty, course, contents[course.pk], on_screen, *study)


def _asked(fiscal_year: int) -> list[Course]:
    """With pages, so without those that stand for a choice."""
    lines = Requirement.objects.filter(plan__fiscal_year=fiscal_year, needed=None).values("course")
    chosen = RequirementChoice.objects.filter(requirement__plan__fiscal_year=fiscal_year).values("course")
    return list(Course.objects.filter(Q(pk__in=lines) | Q(pk__in=chosen)))


def _choices(fiscal_year: int) -> Mapping[int, Sequence[Course]]:
    """By the line that lets people choose."""
    found: dict[int, list[Course]] = defaultdict(list)
    rows = RequirementChoice.objects.filter(requirement__plan__fiscal_year=fiscal_year).select_related("course")
    for row in rows:
        found[row.requirement_id].append(row.course)
    return found


def _courses(duty: Duty, choices: Mapping[int, Sequence[Course]], rng: Random) -> Sequence[Course]:
    """What somebody learns for a duty: of a choice as many as are needed."""
    asked = duty.requirement
    return rng.sample(choices[asked.pk], asked.needed) if asked.needed else [asked.course]


def _diligent(world: Organisation) -> frozenset[int]:
    units = sorted((node.code, node.id) for node in world.nodes.values() if node.reports)
    return frozenset(pk for _, pk in units[2::_ALL_DONE_EVERY])


def _study(duty: Duty, outline: Outline, on: date, rng: Random, certainty: float) -> tuple[datetime | None, int] | None:
    if rng.random() < certainty:
        late = certainty < 1 and rng.random() < _LATE
        start, end = (duty.due_on + timedelta(days=1), on) if late else (duty.opened_on, min(duty.due_on, on))
        if start <= end:
            return _at(start + timedelta(days=rng.randint(0, (end - start).days)), rng), len(outline.lessons)
    if rng.random() < _BEGUN:
        return None, rng.randint(1, max(1, len(outline.lessons) - 1))
    return None


def _at(day: date, rng: Random) -> datetime:
    """A moment in working hours."""
    return datetime.combine(day, time(9 + rng.randint(0, 7), rng.randint(0, 59)), TOKYO)
