"""Papers about to be given: everything but the number, which they get in the moment of giving."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.db.models import Max, Min

from courses.models import Course
from lms.certificates.heads import heads
from lms.certificates.layouts.rows import Layout
from lms.certificates.layouts.using import layouts_of, standard_design, style_of, usual_layout
from lms.certificates.papers import department as department_paper
from lms.certificates.papers import personal as personal_paper
from lms.certificates.papers.department import Held
from lms.certificates.papers.design import PaperKind, Style, standard_style
from lms.certificates.papers.given import Given
from lms.certificates.signers import required_holder
from lms.certificates.standing import Standing
from lms.certificates.subjects import Subject
from lms.duties.models import Requirement
from lms.lib.fiscal_year import fiscal_year_of
from lms.people.city import city
from lms.people.organisation import organisation
from lms.records.models import Completion


@dataclass(frozen=True)
class Draft:
    """The columns that say whose paper it is, its words as a function of `number` and `public_id`, and the digests of
    the characters that are drawn because no font has them."""

    columns: Mapping[str, Any]
    words: Callable[..., dict[str, Any]]
    glyphs: Mapping[str, str] = field(default_factory=dict)

    def payload(self, **identity: str) -> dict[str, Any]:
        return self.words(**identity) | ({"glyphs": dict(self.glyphs)} if self.glyphs else {})


_Way = tuple[Given, Style]


def ways(on: date) -> Callable[[Course], _Way]:
    """How a 修了証書 of a course is given on a day; what an office has laid down is read once.

    Raises NoSignerError, NoSealError for whom and what the layout of that course wants, and no other.
    """
    of_office = cache(layouts_of)
    of_layout = cache(partial(_way, kind=PaperKind.PERSONAL, on=on))

    def way_for(course: Course) -> _Way:
        of_course, usual = of_office(course.office)
        return of_layout(of_course.get(course.pk, usual), course.office)

    return way_for


def _way(layout: Layout | None, office: str, *, kind: str, on: date) -> _Way:
    called = city()
    standard = standard_style(called.seal_text, standard_design(office, kind))
    style = style_of(layout, called, on) if layout else standard
    return Given(on, required_holder(style.design.signer, on), called, settings.BASE_URL), style


def personal_drafts(completions: Sequence[Completion], on: date) -> list[Draft]:
    """One for each, in the layout that the office of its course uses for it. Raises NoSignerError, NoSealError."""
    way_for = ways(on)
    return [_personal_draft(row, *way_for(row.course)) for row in completions]


def _personal_draft(completion: Completion, given: Given, style: Style) -> Draft:
    columns = {
        "completion": completion,
        "employee_id": completion.employee_id,
        "fiscal_year": fiscal_year_of(completion.completed_at),
        "subject_code": completion.course.code,
    }
    return Draft(columns, partial(personal_paper.payload, completion=completion, given=given, style=style))


def department_drafts(
    subject: Subject, fiscal_year: int, counted_on: date, found: Mapping[int, Standing], on: date
) -> list[Draft]:
    """One for each department of `found`, addressed to its head on the 交付日. Raises NoSignerError."""
    kind = PaperKind.DEPARTMENT
    given, style = _way(usual_layout(subject.office, kind), subject.office, kind=kind, on=on)
    held = held_training(subject, fiscal_year, counted_on)
    addressees = heads(organisation(on), found, on)
    return [
        Draft(
            {"department_id": pk, "fiscal_year": fiscal_year, "subject_code": subject.code},
            partial(
                department_paper.payload, addressee=addressees[pk].title, held=held, counted_on=counted_on,
                standing=standing, given=given, style=style,
            ),
        )
        for pk, standing in found.items()
    ]  # fmt: skip


def held_training(subject: Subject, fiscal_year: int, on: date) -> Held:
    """The periods of the year's plan over all courses of the subject; 追加実施期間 only once it has begun."""
    asked = Requirement.objects.filter(plan__fiscal_year=fiscal_year, course__in=subject.course_ids)
    first = asked.aggregate(opens=Min("opens_on"), due=Max("due_on"))
    second = asked.filter(second_opens_on__lte=on).aggregate(opens=Min("second_opens_on"), due=Max("second_due_on"))
    periods = [(row["opens"], row["due"]) for row in (first, second) if row["opens"]]
    return Held(fiscal_year, subject.title, tuple(periods))
