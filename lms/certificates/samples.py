"""見本: a paper as it would be given, without a number. Nothing is written."""

from datetime import date

from lms.certificates.drafts import Draft, department_drafts, personal_drafts
from lms.certificates.issuing import all_drawable
from lms.certificates.layouts.pictures import pictures_of
from lms.certificates.models import Series
from lms.certificates.papers.layout import draw
from lms.certificates.papers.wording import number_text
from lms.certificates.series import pattern
from lms.certificates.standing import standings
from lms.certificates.subjects import Subject
from lms.lib.fiscal_year import fiscal_year
from lms.people.city import city
from lms.people.organisation import organisation
from lms.records.models import Completion


def personal_sample(completion: Completion, on: date) -> bytes:
    """Raises NoSignerError, CannotGiveError."""
    (draft,) = all_drawable(personal_drafts([completion], on))
    return _sample(draft, completion.course.office, Series.Kind.PERSONAL, on)


def department_sample(subject: Subject, year: int, department_id: int, counted_on: date, on: date) -> bytes:
    found = standings(organisation(counted_on), subject, year, counted_on, [department_id])
    draft = department_drafts(subject, year, counted_on, found, on)[0]
    return _sample(draft, subject.office, Series.Kind.DEPARTMENT, on)


def _sample(draft: Draft, office: str, kind: str, on: date) -> bytes:
    year = fiscal_year(on)
    number = number_text(pattern(office, kind, year), city().certificate_prefix, year, "○")
    payload = {**draft.payload(number=number, public_id=""), "sample": "見本"}
    return draw(payload, pictures_of(payload))
