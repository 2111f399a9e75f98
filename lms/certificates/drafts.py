"""Papers about to be given: everything but the number, which they get in the moment of giving."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from typing import Any

from django.db.models import Max, Min

from courses.models import Course
from lms.certificates.heads import heads
from lms.certificates.layouts.rows import Layout
from lms.certificates.layouts.using import layouts_of, style_of
from lms.certificates.papers import department as department_paper
from lms.certificates.papers import personal as personal_paper
from lms.certificates.papers.department import Held
from lms.certificates.papers.design import Style
from lms.certificates.papers.given import Given
from lms.certificates.signers import required_holder
from lms.certificates.standing import Standing
from lms.certificates.subjects import Subject
from lms.duties.models import Requirement
from lms.lib.fiscal_year import fiscal_year_of
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


def personal_drafts(completions: Sequence[Completion], given: Given) -> list[Draft]:
    """One for each, in the layout that the office of its course uses for it. Raises NoSignerError, NoSealError."""
    of_office = cache(layouts_of)

    @cache
    def way(layout: Layout | None) -> tuple[Given, Style]:
        style = style_of(layout, given.city, given.on)
        if given.signer.office == style.design.signer:
            return given, style
        return replace(given, signer=required_holder(style.design.signer, given.on)), style

    def layout_for(course: Course) -> Layout | None:
        of_course, usual = of_office(course.office)
        return of_course.get(course.pk, usual)

    return [_personal_draft(row, *way(layout_for(row.course))) for row in completions]


def _personal_draft(completion: Completion, given: Given, style: Style) -> Draft:
    columns = {
        "completion": completion,
        "employee_id": completion.employee_id,
        "fiscal_year": fiscal_year_of(completion.completed_at),
        "subject_code": completion.course.code,
    }
    return Draft(columns, partial(personal_paper.payload, completion=completion, given=given, style=style))


def department_drafts(
    subject: Subject, fiscal_year: int, counted_on: date, found: Mapping[int, Standing], given: Given
) -> list[Draft]:
    """One for each department of `found`, addressed to its head on the 交付日."""
    held = held_training(subject, fiscal_year, counted_on)
    addressees = heads(organisation(given.on), found, given.on)
    return [
        Draft(
            {"department_id": pk, "fiscal_year": fiscal_year, "subject_code": subject.code},
            partial(
                department_paper.payload, addressee=addressees[pk].title, held=held, counted_on=counted_on,
                standing=standing, given=given,
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
