"""Puts the made-up city into the database by the product's own doors: its files are imported, its plans run."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction

from courses.loading.files import LIBRARY
from courses.loading.load import load_curricula
from lms.accounts.models import User
from lms.duties.planning import reconcile
from lms.importing.carrying_out.applying import import_at_once
from lms.importing.models import ImportBatch
from lms.lib.fiscal_year import first_day
from lms.office.demo.city import DemoCity
from lms.office.demo.learning import write_down
from lms.office.demo.lines import draft_lines
from lms.office.demo.papers import give_papers
from lms.office.demo.questions import ask_the_offices
from lms.office.demo.surveys import ask_and_answer
from lms.office.demo.year import ACTOR, past_year, period, run_plan, studies
from lms.people.city import appoint_office_holder, change_city, city
from lms.people.models import Employee, OfficeHolder
from lms.people.roles import Office

PASSWORD = "kenshu-mihon-2026"  # noqa: S105 - of made-up people, printed at every start
Tell = Callable[[str], None]


class DemoError(Exception):
    """The made-up city cannot be put here."""


def load_city(*, demo: DemoCity, on: date, past_years: int, at: datetime, tell: Tell, library: Path = LIBRARY) -> None:
    """The whole city as it stands on a day of its year. Only into a database without staff."""
    if Employee.objects.exists():
        raise DemoError("職員が既に登録されているデータベースには、見本の市を読み込めません。")
    tell("研修を読み込んでいます")
    load_curricula(from_fiscal_year=demo.year - past_years, at=at, library=library)
    _name_the_city(demo, at)
    _import(demo, on, at, tell)
    chance = Random(demo.seed + 1)  # noqa: S311
    for year in range(demo.year - past_years, demo.year):
        tell(f"{year}年度の記録を作っています")
        with transaction.atomic():
            past_year(year, chance, at)
    tell("今年度の研修計画と受講の記録を作っています")
    _this_year(demo, on, chance, at)
    User.objects.update(password=make_password(PASSWORD))


def _name_the_city(demo: DemoCity, at: datetime) -> None:
    row = city()
    row.name, row.certificate_prefix = "垂水市", "垂総研第"
    change_city(city=row, actor=ACTOR, at=at)
    mayor = demo.april[0]
    head = next(person for person in demo.april if person.main.department.name == "総務課" and person.is_head)
    digital = next(person for person in demo.april if person.main.department.name == "企画政策課" and person.is_head)
    signers = (
        (OfficeHolder.Office.MAYOR, "垂水市長", mayor),
        (OfficeHolder.Office.CHIEF_SECURITY, "統括情報セキュリティ責任者（総務課長）", head),
        (OfficeHolder.Office.CHIEF_DX, "企画政策課長", digital),
    )
    for office, title, person in signers:
        since = first_day(demo.year - 5)
        appoint_office_holder(office=office, title=title, name=person.name, starts_on=since, actor=ACTOR, at=at)


def _import(demo: DemoCity, on: date, at: datetime, tell: Tell) -> None:
    """The April files, and October's when the day is past it."""
    kinds = ImportBatch.Kind
    april, october = demo.april_first, demo.october_first
    files = demo.files()
    rows = [
        (kinds.DEPARTMENTS, april, f"departments_{april}.csv"),
        (kinds.STAFF, april, f"staff_{april}.csv"),
        (kinds.ROLES, april, f"roles_{april}.csv"),
    ]
    if on >= october:
        rows.append((kinds.STAFF, october, f"staff_{october}.csv"))
    for kind, day, name in rows:
        tell(f"{name} を取り込んでいます")
        plan = import_at_once(kind=kind, on=day, filename=name, content=files[name], by=ACTOR, at=at)
        if plan.faults:
            raise DemoError(f"{name}：{plan.faults[0]}")


def _this_year(demo: DemoCity, on: date, chance: Random, at: datetime) -> None:
    opening = min(on, period(demo.year).opens_on)
    for office in Office:
        draft_lines(demo.year, office, at)
        run_plan(demo.year, office, opening, at)
    reconcile(on=on, at=at, actor=ACTOR)
    write_down(studies(demo.year, on, chance, demo.off_screen), chance, at)
    give_papers(fiscal_year=demo.year, on=on, at=at)
    ask_and_answer(demo.year, chance, at)
    ask_the_offices(at)
