"""An answer is written without its person, and read in groups only."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction

from lms.ledger.models import LedgerEntry
from lms.records.models import SurveyAnswer
from lms.records.surveys.answering import FEWEST, AnsweredError
from lms.records.surveys.wording import USUAL
from tests import factories as make
from tests.lms.records.surveys.asked import NAMED, answer, answers, released, survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return make.course()


def test_an_answer_without_a_name_has_no_person_and_no_entry(course):
    survey(course)
    before = LedgerEntry.objects.count()
    answer(course, make.employee(), 3, "短くしてほしい")
    row = SurveyAnswer.objects.get()
    assert (row.employee, row.grades, row.text, row.fiscal_year) == (None, [3] * 6, "短くしてほしい", 2026)
    assert LedgerEntry.objects.count() == before


def test_a_named_answer_has_its_person_once_a_year(course):
    survey(course, NAMED)
    person = make.employee()
    answer(course, person)
    with pytest.raises(AnsweredError):
        answer(course, person)
    answer(course, person, fiscal_year=2027)
    assert list(SurveyAnswer.objects.values_list("employee", flat=True)) == [person.pk] * 2
    row = SurveyAnswer.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyAnswer.objects.create(
            questionnaire=row.questionnaire, course=course, fiscal_year=row.fiscal_year, grades=[], employee=person
        )


def test_asking_with_names_later_touches_no_answer_that_is_there(course):
    survey(course)
    answers(course, [1] * (FEWEST - 1))
    rows = list(SurveyAnswer.objects.order_by("pk").values())
    survey(course, NAMED)
    assert list(SurveyAnswer.objects.order_by("pk").values()) == rows
    answer(course, make.employee())
    assert SurveyAnswer.objects.filter(employee=None).count() == FEWEST - 1
    assert released() == 0  # the fifth answer is one to another questionnaire


def test_answers_wait_for_each_other_and_are_released_in_whole_groups(course):
    survey(course)
    seen = []
    for _ in range(2 * FEWEST + 1):
        answers(course, [4])
        seen.append(released())
    assert seen == [0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10]


def test_courses_years_and_questionnaires_do_not_fill_each_others_groups(course):
    other = make.course("S-02")
    survey(course)
    survey(other)
    answers(course, [4] * (FEWEST - 1))
    answers(other, [4])
    answer(course, make.employee(), fiscal_year=2027)
    survey(course, replace(USUAL, text_question="一言"))
    answers(course, [4])
    assert released() == 0


def test_a_released_answer_has_another_key_than_it_had(course):
    survey(course)
    answers(course, [1, 2, 3, 4])
    waiting = set(SurveyAnswer.objects.values_list("pk", flat=True))
    answers(course, [5])
    assert not waiting & set(SurveyAnswer.objects.values_list("pk", flat=True))
    assert sorted(SurveyAnswer.objects.values_list("grades__0", flat=True)) == [1, 2, 3, 4, 5]


def test_neither_keys_nor_places_in_the_table_tell_the_order_of_answering(course):
    survey(course)
    order = [f"{place:02}" for place in range(6 * FEWEST)]
    answers(course, [4] * len(order), order)
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT text FROM records_surveyanswer ORDER BY {place}")  # noqa: S608
        lying = [text for (text,) in cursor.fetchall()]
    assert sorted(lying) == order
    assert lying != order
    # A group may be told from the next by where it lies on PostgreSQL; within a group there is no order.
    groups = [order[start : start + FEWEST] for start in range(0, len(order), FEWEST)]
    assert [text for group in groups for text in lying if text in group] != order
    assert list(SurveyAnswer.objects.order_by("pk").values_list("text", flat=True)) != order


def test_no_column_could_hold_a_moment_or_an_address():
    kinds = {field.name: field.get_internal_type() for field in SurveyAnswer._meta.concrete_fields}
    assert kinds == {
        "id": "BigAutoField", "questionnaire": "ForeignKey", "course": "ForeignKey", "text": "TextField",
        "fiscal_year": "PositiveSmallIntegerField", "grades": "JSONField", "employee": "ForeignKey",
        "released": "BooleanField",
    }  # fmt: skip
