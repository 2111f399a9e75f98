"""At the same moment: no answer is lost, none counted twice, only whole groups come out; a survey is set once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from lms.records.models import Questionnaire, Survey, SurveyAnswer
from lms.records.surveys.answering import FEWEST
from tests import factories as make
from tests.lms.records.surveys.asked import answer, released, survey

PRESSES = 4 * FEWEST + 3


@pytest.mark.django_db(transaction=True)
def test_answers_at_the_same_moment_are_all_there_once():
    course = make.course()
    survey(course)
    people = [make.employee() for _ in range(PRESSES)]
    barrier = Barrier(PRESSES)

    def press(place: int) -> None:
        barrier.wait()
        try:
            answer(course, people[place], text=f"{place:02}")
        finally:
            connection.close()

    with ThreadPoolExecutor(PRESSES) as pool:
        list(pool.map(press, range(PRESSES)))

    assert sorted(SurveyAnswer.objects.values_list("text", flat=True)) == [f"{place:02}" for place in range(PRESSES)]
    assert released() == PRESSES // FEWEST * FEWEST


@pytest.mark.django_db(transaction=True)
def test_a_first_survey_that_two_set_at_the_same_moment_is_one():
    courses = [make.course("S-01"), make.course("S-02")]
    barrier = Barrier(4)

    def press(place: int) -> None:
        barrier.wait()
        try:
            survey(courses[place % 2])
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(press, range(4)))

    assert (Survey.objects.count(), Questionnaire.objects.count()) == (2, 1)
