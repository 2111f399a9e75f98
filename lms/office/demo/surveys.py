"""What the made-up city's people say of what they learned. A few dozen answers are enough to be seen."""

from datetime import datetime
from random import Random

from lms.lib.fiscal_year import end_of_year, start_of_year
from lms.office.demo.year import ACTOR
from lms.people.models import Employee
from lms.people.roles import Office
from lms.records.models import Completion
from lms.records.surveys.answering import Occasion, answer_survey
from lms.records.surveys.arranging import set_survey
from lms.records.surveys.wording import USUAL

_COURSES = ("S-01", "D-01")
_ANSWERS = 38
_WRITING = 0.3
_TEXTS = (
    "事例が身近で分かりやすかった。", "窓口の合間に受講できるよう、章をもう少し短くしてほしい。",
    "訓練のメールと合わせて考えられてよかった。", "自分の課での例を知りたい。", "文字が大きく読みやすい。",
    "テストの解説が役に立った。",
)  # fmt: skip


def ask_and_answer(fiscal_year: int, chance: Random, at: datetime) -> None:
    """Both offices ask without names; some of those who have completed a course answer."""
    for office in Office:
        asked = set_survey(office=office, course=None, wording=USUAL, actor=ACTOR, at=at).questionnaire
    for code in _COURSES:
        done = Completion.objects.valid().between(start_of_year(fiscal_year), end_of_year(fiscal_year))
        for row in done.filter(course__code=code).select_related("course", "employee").order_by("pk")[:_ANSWERS]:
            _answer(Occasion(asked, row.course, fiscal_year), row.employee, chance)


def _answer(occasion: Occasion, employee: Employee, chance: Random) -> None:
    grades = [chance.choices((5, 4, 3, 2, 1), (25, 45, 18, 9, 3))[0] for _ in occasion.questionnaire.questions]
    text = chance.choice(_TEXTS) if chance.random() < _WRITING else ""
    answer_survey(occasion=occasion, grades=grades, text=text, employee=employee)
