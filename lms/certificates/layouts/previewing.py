"""見本 of a layout that may not be saved yet, with names that put it to the test. Nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models.functions import Length

from courses.models import Course
from lms.certificates.layouts.pictures import pictures_of
from lms.certificates.layouts.using import impression, seal_text
from lms.certificates.models import Series
from lms.certificates.papers import personal
from lms.certificates.papers.design import Design, Style
from lms.certificates.papers.given import Given
from lms.certificates.papers.layout import draw
from lms.certificates.papers.wording import number_text
from lms.certificates.series import pattern
from lms.certificates.signers import holder
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


def longest_title(office: str) -> str:
    """The longest name among the trainings of an office."""
    titles = Course.objects.filter(office=office).order_by(Length("title").desc(), "pk").values_list("title", flat=True)
    return titles.first() or _USUAL_TITLE


def layout_samples(design: Design, office: str, on: date, pictures: Mapping[str, str]) -> list[tuple[Person, bytes]]:
    """A PDF for each of PEOPLE, the first with a usual training and the others with the office's longest name.

    `pictures` are those that are not kept yet. Raises NoSealError.
    """
    called = city()
    style = Style(design, "", 0, seal_text(design, called), impression(design, office, on))
    signing = OfficeHolder.Office(design.signer)
    signer = holder(signing, on) or OfficeHolder(office=signing, title=signing.label, name="○○　○○")
    given = Given(on, signer, called, settings.BASE_URL)
    year = fiscal_year(on)
    number = number_text(pattern(office, Series.Kind.PERSONAL, year), called.certificate_prefix, year, 123)
    longest = longest_title(office)
    found = []
    for place, person in enumerate(PEOPLE):
        done = _completion(person, longest if place else _USUAL_TITLE, on)
        said = personal.payload(number=number, public_id="0" * 32, completion=done, given=given, style=style)
        said["sample"] = "見本"
        found.append((person, draw(said, {**pictures_of(said), **pictures})))
    return found


def _completion(person: Person, title: str, on: date) -> Completion:
    return Completion(
        employee=Employee(name=person.name), completed_at=datetime(on.year, on.month, on.day, 12, tzinfo=TOKYO),
        course_title=title, department_name=person.department, job_title=person.job_title,
    )  # fmt: skip
