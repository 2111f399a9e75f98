"""見本 of a layout that may not be saved yet, with names that put it to the test. Nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models.functions import Length

from courses.models import Course
from lms.certificates.layouts.pictures import pictures_of
from lms.certificates.layouts.using import impression, seal_text
from lms.certificates.papers import department, personal
from lms.certificates.papers.department import Held
from lms.certificates.papers.design import Design, PaperKind, Style
from lms.certificates.papers.given import Given
from lms.certificates.papers.layout import draw
from lms.certificates.papers.wording import number_text
from lms.certificates.series import pattern
from lms.certificates.signers import holder
from lms.certificates.standing import Member, Standing
from lms.duties.status import State
from lms.lib.fiscal_year import TOKYO, fiscal_year
from lms.people.city import city
from lms.people.models import Employee, OfficeHolder
from lms.records.models import Completion

_USUAL_TITLE = "情報セキュリティ研修（基礎編）"


@dataclass(frozen=True)
class Person:
    """A made-up holder; `label` says what the name is there for."""

    label: str
    name: str
    department: str = "総務課"
    job_title: str = "主査"


PEOPLE = (
    Person("ふつうの氏名", "髙橋　正樹"),
    Person("珍しい字の氏名", "𠮷田　葛\U000e0100﨑德"),
    Person("長い氏名、所属、職名", "勘解由小路　龍之介左衛門尉", "教育委員会生涯学習課", "課長補佐兼社会教育係長"),
    Person("片仮名の長い氏名", "マリア　デル・カルメン・ロドリゲス＝ガルシア"),
)

DEPARTMENTS = (
    Person("ふつうの所属", "福祉課長"),
    Person("長い名前の所属", "教育委員会事務局生涯学習課社会教育文化財係長"),
)


def longest_title(office: str) -> str:
    """The longest name among the trainings of an office."""
    titles = Course.objects.filter(office=office).order_by(Length("title").desc(), "pk").values_list("title", flat=True)
    return titles.first() or _USUAL_TITLE


def layout_samples(
    kind: PaperKind, design: Design, office: str, on: date, pictures: Mapping[str, str]
) -> list[tuple[Person, bytes]]:
    """A PDF for each of PEOPLE or DEPARTMENTS, the first with a usual training and the others with the longest name.

    `pictures` are those that are not kept yet. Raises NoSealError.
    """
    called = city()
    style = Style(design, "", 0, seal_text(design, called), impression(design, office, on))
    signing = OfficeHolder.Office(design.signer)
    signer = holder(signing, on) or OfficeHolder(office=signing, title=signing.label, name="○○　○○")
    given = Given(on, signer, called, settings.BASE_URL)
    year = fiscal_year(on)
    number = number_text(pattern(office, kind, year), called.certificate_prefix, year, 123)
    longest = longest_title(office)
    people, words = _SAMPLES[kind]
    found = []
    for place, person in enumerate(people):
        said = words(
            person, longest if place else _USUAL_TITLE, number=number, public_id="0" * 32, given=given, style=style
        ) | {"sample": "見本"}
        found.append((person, draw(said, {**pictures_of(said), **pictures})))
    return found


def _personal(person: Person, title: str, *, given: Given, **more: Any) -> dict[str, Any]:
    return personal.payload(completion=_completion(person, title, given.on), given=given, **more)


def _department(person: Person, title: str, *, given: Given, **more: Any) -> dict[str, Any]:
    """Certified for everybody in PEOPLE."""
    held = Held(fiscal_year(given.on), title, ((given.on, given.on),))
    done = Standing(tuple(Member(0, one.name, State.COMPLETED, given.on) for one in PEOPLE))
    return department.payload(
        addressee=person.name, held=held, counted_on=given.on, standing=done, given=given, **more
    )  # fmt: skip


_SAMPLES = {PaperKind.PERSONAL: (PEOPLE, _personal), PaperKind.DEPARTMENT: (DEPARTMENTS, _department)}


def _completion(person: Person, title: str, on: date) -> Completion:
    return Completion(
        employee=Employee(name=person.name), completed_at=datetime(on.year, on.month, on.day, 12, tzinfo=TOKYO),
        course_title=title, department_name=person.department, job_title=person.job_title,
    )  # fmt: skip
