"""Questions to the offices, for the tests of every room that shows them."""

from datetime import datetime

from courses.models import Course, FaqEntry
from lms.learning.models import Enquiry
from lms.people.models import Employee
from tests import factories as make
from tests.factories import jst

_ASKED, _ANSWERED = jst(2026, 6, 1), jst(2026, 6, 2)


def asked(person: Employee, course: Course, at: datetime = _ASKED, **values: object) -> Enquiry:
    usual = {"place": "研修全体", "kind": Enquiry.Kind.QUESTION, "text": "私用の電話は使えますか。"}
    return Enquiry.objects.create(employee=person, course=course, asked_at=at, **(usual | values))


def answered(enquiry: Enquiry, text: str = "使えません。", at: datetime = _ANSWERED) -> Enquiry:
    """By somebody."""
    enquiry.answer, enquiry.answered_at, enquiry.answered_by = text, at, make.employee(number=f"A{enquiry.pk}")
    enquiry.save()
    return enquiry


def entry(course: Course, question: str = "受講の順番は決まっていますか。", **values: object) -> FaqEntry:
    return FaqEntry.objects.create(course=course, question=question, answer="どの章からでも読めます。", **values)
