"""An answer is written here, and here alone.

Without a name there is nothing that could lead back to a person: no employee, no moment, no entry in the ledger, no
line in a log, and a key that tells no order. Who may answer is judged before and not written down.

Results must not be read by difference either: whoever sees them before and after one answer, and knows who has just
finished the course, would read that person's grades. So answers wait until FEWEST of them are there and are released
together, under new keys and in the order of these. Two results, on the page or taken out at whatever time, are the
same or differ by whole groups of FEWEST, and none of a group can be told from the others. The last few of a year may
never be shown: that is the price of the promise. Named answers are counted in the same way, because their figures
reach people to whom the form did not promise the names.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from courses.models import Course
from lms.people.models import Employee
from lms.records.surveys.survey import Questionnaire, SurveyAnswer, random_key

FEWEST = 5


class AnsweredError(ValueError):
    """A named answer is given once a year."""

    def __init__(self) -> None:
        super().__init__("このアンケートには既に回答しています。")


@dataclass(frozen=True)
class Occasion:
    """What an answer belongs to: these questions, after this course, in this fiscal year."""

    questionnaire: Questionnaire
    course: Course
    fiscal_year: int


def has_answered(occasion: Occasion, employee: Employee) -> bool:
    """Whether this person's name stands on an answer; without names nobody can tell."""
    return occasion.questionnaire.named and _answers(occasion).filter(employee=employee).exists()


@transaction.atomic
def answer_survey(*, occasion: Occasion, grades: Sequence[int], text: str, employee: Employee) -> None:
    """Takes no moment, because it keeps none. The name is kept where the questionnaire says so, and nowhere else."""
    asked = occasion.questionnaire
    # One answer at a time, so that nobody releases a group twice. (SQLite has one writer anyway.)
    Questionnaire.objects.select_for_update().get(pk=asked.pk)
    if has_answered(occasion, employee):
        raise AnsweredError
    SurveyAnswer.objects.create(
        questionnaire=asked, course=occasion.course, fiscal_year=occasion.fiscal_year, grades=list(grades), text=text,
        employee=employee if asked.named else None,
    )  # fmt: skip
    _release(occasion)


def _release(occasion: Occasion) -> None:
    """Written anew together: their place in the table and the transaction that wrote them tell none from the others."""
    waiting = _answers(occasion).filter(released=False)
    group = list(waiting)
    if len(group) < FEWEST:
        return
    waiting.delete()
    for answer in group:
        answer.pk, answer.released = random_key(), True
    SurveyAnswer.objects.bulk_create(sorted(group, key=lambda answer: answer.pk))


def answers_that_say_more(answers: QuerySet[SurveyAnswer]) -> QuerySet[SurveyAnswer]:
    """Than grades of a group that was counted: with a name or a text, or of the last few that never will be."""
    return answers.filter(Q(employee__isnull=False) | ~Q(text="") | Q(released=False))


def leave_grades_alone(answers: QuerySet[SurveyAnswer]) -> None:
    """What was counted stays as figures without a name or a text; the rest goes."""
    answers.filter(released=False).delete()
    answers.update(text="", employee=None)


def _answers(occasion: Occasion) -> QuerySet[SurveyAnswer]:
    return SurveyAnswer.objects.filter(
        questionnaire=occasion.questionnaire, course=occasion.course, fiscal_year=occasion.fiscal_year
    )
