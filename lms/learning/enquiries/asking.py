"""The act of asking, from some place of a course."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from courses.outline import Outline
from lms.learning.enquiries.enquiry import Enquiry
from lms.lib.fiscal_year import local_date, start_of_day
from lms.people.models import Employee
from lms.people.roles import Office

MOST_A_DAY = 10


class TooManyError(ValueError):
    """Somebody has asked enough for a day."""

    def __init__(self, office: str) -> None:
        super().__init__(
            f"質問を送れるのは、1日に{MOST_A_DAY}件までです。この質問は送っていません。"
            f"明日送るか、急ぐときは{Office(office).label}に電話等で連絡してください。"
        )


@dataclass(frozen=True)
class Question:
    """What is asked. `place` is one of the keys of `places`."""

    outline: Outline
    place: str
    kind: str
    text: str


def places(outline: Outline) -> Mapping[str, str]:
    """Where in a course a question may belong, by key: nowhere in particular, a chapter, a test."""
    chapters = {lesson.key: f"第{lesson.number}章　{lesson.title}" for lesson in outline.lessons}
    # A chapter's key has no colon.
    return {"": "研修全体", **chapters, **{f"test:{test.code}": test.title for test in outline.quizzes}}


@transaction.atomic
def ask(*, employee: Employee, question: Question, at: datetime) -> Enquiry:
    """Send it to the office of the course. Raises TooManyError from the eleventh of a day on."""
    # One at a time, so that pressing at once does not pass the limit.
    Employee.objects.select_for_update().get(pk=employee.pk)
    course, place = question.outline.course, question.place
    if employee.enquiries.filter(asked_at__gte=start_of_day(local_date(at))).count() >= MOST_A_DAY:
        raise TooManyError(course.office)
    return Enquiry.objects.create(
        employee=employee, course=course, chapter=place if question.outline.lesson(place) else "",
        place=places(question.outline)[place], kind=question.kind, text=question.text, asked_at=at,
    )  # fmt: skip


def mark_seen(*, employee: Employee, at: datetime) -> None:
    """Whoever asked has opened the page with the answers."""
    employee.enquiries.unseen().update(seen_at=at)
