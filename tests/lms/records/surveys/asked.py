"""Surveys and answers for the tests of every room that shows them."""

from collections.abc import Sequence
from dataclasses import replace

from courses.models import Course
from lms.people.models import Employee
from lms.records.models import Survey, SurveyAnswer
from lms.records.surveys.answering import Occasion, answer_survey
from lms.records.surveys.arranging import set_survey
from lms.records.surveys.wording import USUAL, Wording
from tests import factories as make
from tests.factories import jst

NAMED = replace(USUAL, named=True)


def survey(course: Course, wording: Wording = USUAL, *, of_office: bool = False) -> Survey:
    """As the office has set it on 1 June."""
    return set_survey(
        office=course.office, course=None if of_office else course, wording=wording, actor="-", at=jst(2026, 6, 1)
    )


def answer(course: Course, person: Employee, grade: int = 4, text: str = "", fiscal_year: int = 2026) -> None:
    """The same grade for every question of the survey that stands."""
    asked = Survey.objects.select_related("questionnaire").get(course=course).questionnaire
    grades = [grade] * len(asked.questions)
    answer_survey(occasion=Occasion(asked, course, fiscal_year), grades=grades, text=text, employee=person)


def answers(course: Course, grades: Sequence[int], texts: Sequence[str] = ()) -> None:
    """One person each; the first ones also write."""
    for place, grade in enumerate(grades):
        answer(course, make.employee(), grade, texts[place] if place < len(texts) else "")


def released() -> int:
    return SurveyAnswer.objects.filter(released=True).count()
