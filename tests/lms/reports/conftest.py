"""A small city: 福祉課 with 社会福祉係 below it, 税務課, and the mayors above both; two courses, one of each office.

Today is 22 November 2026; the period was 1 June to 17 July.

                     S-01         D-01
    福祉課   青木     修了 6/10    受講中（期限超過）
    福祉係   石田     期限超過     修了 6/20
    福祉係   上野     猶予         猶予
    税務課   江口     修了 6/12    修了 6/12     兼務：福祉課
    税務課   小川     免除         期限超過
    市長部局 加藤     修了 7/1     期限超過
"""

from dataclasses import dataclass, field
from datetime import date, datetime

import pytest
from django.test import Client

from courses.models import Course
from lms.lib import clock
from lms.people.models import City, Department, Employee, Posting
from lms.people.roles import Office
from tests import factories
from tests.factories import jst

TODAY = date(2026, 11, 22)
NOW = jst(2026, 11, 22, 10, 15)


@dataclass
class SmallCity:
    city: City
    security: Course
    dx: Course
    places: dict[str, Department] = field(default_factory=dict)
    people: dict[str, Employee] = field(default_factory=dict)


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch) -> datetime:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return NOW


@pytest.fixture
def town(db) -> SmallCity:
    found = SmallCity(
        factories.city(),
        factories.course("S-01"),
        factories.course("D-01", Office.DX, title="DXの意義と市のDX推進計画"),
    )
    _places(found)
    _people(found)
    _year(found)
    return found


def _places(town: SmallCity) -> None:
    mayors = factories.department("01", "市長部局", reports=False)
    welfare = factories.department("0106", "福祉課", parent=mayors)
    section = factories.department("010601", "社会福祉係", parent=welfare, reports=False)
    town.places = {"mayors": mayors, "welfare": welfare, "section": section}
    town.places["tax"] = factories.department("0104", "税務課", parent=mayors)


def _people(town: SmallCity) -> None:
    seats = {
        "青木": "welfare", "石田": "section", "上野": "section", "江口": "tax", "小川": "tax", "加藤": "mayors"
    }  # fmt: skip
    for number, (name, seat) in enumerate(seats.items(), start=1):
        town.people[name] = factories.employee(
            town.places[seat], number=f"{number:05}", name=f"{name}　花子", kana=f"{'アイウエオカ'[number - 1]}　ハナコ"
        )
    factories.posting(town.people["江口"], town.places["welfare"], kind=Posting.Kind.ADDITIONAL, job_title="主事")


def _year(town: SmallCity) -> None:
    people, security, dx = town.people, town.security, town.dx
    for subject in (security, dx):
        factories.duties(people.values(), factories.requirement(subject))
    for name, subject, day in [
        ("青木", security, jst(2026, 6, 10)), ("石田", dx, jst(2026, 6, 20)), ("江口", security, jst(2026, 6, 12)),
        ("江口", dx, jst(2026, 6, 12)), ("加藤", security, jst(2026, 7, 1)),
    ]:  # fmt: skip
        factories.completion(people[name], subject, day)
    factories.lesson_read(people["青木"], dx, jst(2026, 6, 11))
    factories.leave(people["上野"], date(2026, 4, 1))
    factories.exemption(people["小川"], security.requirements.get())


@pytest.fixture
def signed_in(client: Client):
    """Signs in a person who holds one role; says whose client it is."""

    def sign_in(role: str, seat: Department | None = None) -> Client:
        client.force_login(factories.viewer_of(role, seat).user)
        return client

    return sign_in
