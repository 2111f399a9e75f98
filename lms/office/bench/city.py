"""The city that is measured: people through the import, courses through the loader, a plan that gives duties, and what
its people have learned. The same size and day give the same city."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from random import Random

from django.core.management.base import CommandError
from django.db import transaction

from courses.loading.load import load_curricula
from courses.models import Course
from courses.outline import Outline, outlines
from lms.duties.models import Duty
from lms.duties.planning import reconcile
from lms.duties.plans import Approval, Period, add_requirement, approve_plan, draft_plan, start_plan
from lms.importing.carrying_out.applying import import_at_once
from lms.importing.models import ImportBatch
from lms.lib.fiscal_year import fiscal_year, last_day, start_of_day
from lms.office.bench.library import write_library
from lms.office.demo.city import DemoCity
from lms.office.demo.departments import CITY_HALL, DemoDepartment, departments
from lms.office.demo.learning import write_down
from lms.office.demo.year import Study
from lms.people.city import appoint_office_holder, change_city, city
from lms.people.models import Leave, OfficeHolder
from lms.people.roles import Office

ACTOR = "command:bench"
_SEED = 1
_DONE = 0.7
# Of ten people who are not done, so many have read every chapter and could take the test; the next have begun.
_READY, _BEGUN = 5, 8


@dataclass(frozen=True)
class Size:
    """How large a city."""

    staff: int = 2000
    courses: int = 6


@dataclass(frozen=True)
class BenchCity(DemoCity):
    """The demo's city hall with its 40 departments, whatever the number of staff."""

    @cached_property
    def departments(self) -> list[DemoDepartment]:
        return departments(CITY_HALL)


def build(size: Size, on: date, at: datetime, tell: Callable[[str], None]) -> None:
    """The whole city, into an empty database."""
    demo = BenchCity(fiscal_year(on), size.staff, _SEED)
    tell("研修を読み込んでいます")
    with tempfile.TemporaryDirectory() as folder:
        write_library(Path(folder) / "library", size.courses)
        load_curricula(from_fiscal_year=demo.year, at=at, library=Path(folder) / "library")
    tell("職員を取り込んでいます")
    _import(demo, at)
    _name(demo, at)
    tell("研修計画を始めています")
    for office in Office:
        _run_plan(office, demo, on, at)
    tell("受講の記録を作っています")
    chance = Random(_SEED)  # noqa: S311 - a made-up city
    with transaction.atomic():
        write_down(_studies(demo.year, on, chance), chance, at)


def _import(demo: DemoCity, at: datetime) -> None:
    files, day, kinds = demo.files(), demo.april_first, ImportBatch.Kind
    for kind, name in ((kinds.DEPARTMENTS, "departments"), (kinds.STAFF, "staff"), (kinds.ROLES, "roles")):
        filename = f"{name}_{day}.csv"
        plan = import_at_once(kind=kind, on=day, filename=filename, content=files[filename], by=ACTOR, at=at)
        if plan.faults:
            raise CommandError(f"{filename}：{plan.faults[0]}")


def _name(demo: DemoCity, at: datetime) -> None:
    row = city()
    row.name, row.certificate_prefix = "計測市", "計測第"
    change_city(city=row, actor=ACTOR, at=at)
    mayor = OfficeHolder.Office.MAYOR
    appoint_office_holder(
        office=mayor, title="計測市長", name=demo.april[0].name, starts_on=demo.april_first, actor=ACTOR, at=at
    )


def _run_plan(office: Office, demo: DemoCity, on: date, at: datetime) -> None:
    """The office's courses for everybody, open through the whole year so that any day is a day to measure."""
    period = Period(demo.april_first, last_day(demo.year))
    plan = draft_plan(fiscal_year=demo.year, office=office, actor=ACTOR, at=at)
    for course in Course.objects.filter(office=office):
        add_requirement(plan=plan, course=course, period=period, actor=ACTOR, at=at)
    approval = Approval("計測会議", demo.april_first, "計測第1号")
    approve_plan(plan=plan, approval=approval, actor=ACTOR, at=at)
    start_plan(plan=plan, actor=ACTOR, at=at)
    reconcile(on=on, at=at, actor=ACTOR)


def _studies(year: int, on: date, chance: Random) -> Iterator[Study]:
    duties = Duty.objects.filter(fiscal_year=year).select_related("requirement__course").order_by("pk")
    away = set(Leave.objects.on(on).values_list("employee_id", flat=True))
    contents = outlines(Course.objects.all())
    waiting = 0
    for duty in duties:
        course = duty.requirement.course
        outline = contents[course.pk]
        if chance.random() < _DONE and duty.employee_id not in away:
            finished_at = _moment(duty.opened_on, on, chance)
            yield Study(duty, course, outline, on_screen=True, finished_at=finished_at, lessons=len(outline.lessons))
        elif read := _chapters_read(outline, waiting := waiting + 1):
            yield Study(duty, course, outline, on_screen=True, finished_at=None, lessons=read)


def _chapters_read(outline: Outline, turn: int) -> int:
    if turn % 10 < _READY:
        return len(outline.lessons)
    return len(outline.lessons) // 2 if turn % 10 < _BEGUN else 0


def _moment(first: date, last: date, chance: Random) -> datetime:
    """In the working hours of a day."""
    day = first + timedelta(days=chance.randint(0, (last - first).days))
    return start_of_day(day) + timedelta(hours=9, minutes=chance.randint(0, 450))
