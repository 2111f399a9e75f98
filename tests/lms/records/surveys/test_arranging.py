"""What is asked after which course, and that nothing asked before changes."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from lms.ledger.models import LedgerEntry
from lms.ledger.sealing import seal
from lms.ledger.verifying import faults
from lms.lib.facts import AppendOnlyError
from lms.people.roles import Office
from lms.records.models import Questionnaire, Survey
from lms.records.surveys.arranging import (
    set_survey,
    standing_wording,
    survey_for,
    withdraw_survey,
    wording_of,
)
from lms.records.surveys.wording import MOST_QUESTIONS, SATISFACTION, USUAL
from tests import factories as make
from tests.factories import jst
from tests.lms.records.surveys.asked import NAMED, survey

pytestmark = pytest.mark.django_db
AT = jst(2026, 6, 2)


@pytest.fixture
def course():
    return make.course()


def test_nothing_is_asked_before_an_office_says_so_and_the_product_brings_the_words(course):
    assert survey_for(course) is None
    assert standing_wording(Office.SECURITY, course) == USUAL
    assert (len(USUAL.questions), USUAL.questions[0], USUAL.named) == (MOST_QUESTIONS, SATISFACTION, False)


def test_a_survey_of_an_office_is_asked_after_its_courses_and_no_others(course):
    of_office = survey(course, of_office=True)
    assert survey_for(course) == of_office
    assert survey_for(make.course("S-02")) == of_office
    assert survey_for(make.course("D-01", Office.DX)) is None


def test_a_course_has_its_own_survey_until_that_is_withdrawn(course):
    of_office, own = survey(course, of_office=True), survey(course, NAMED)
    assert survey_for(course) == own
    assert survey_for(make.course("S-02")) == of_office
    withdraw_survey(survey=own, actor="1", at=AT)
    assert survey_for(course) == of_office


def test_a_course_may_be_left_out(course):
    survey(course, of_office=True)
    survey(course, replace(USUAL, is_offered=False))
    assert survey_for(course) is None


def test_another_way_of_asking_is_another_questionnaire_and_the_same_words_are_the_same(course):
    first = survey(course).questionnaire
    second = survey(course, NAMED).questionnaire
    assert second != first
    assert not Questionnaire.objects.get(pk=first.pk).named
    assert survey(course, replace(USUAL, intro="別の案内", is_offered=False)).questionnaire == first
    assert survey(make.course("D-01", Office.DX)).questionnaire == first
    assert Questionnaire.objects.count() == 2


def test_the_database_keeps_how_something_was_asked(course):
    asked = survey(course).questionnaire
    with pytest.raises(AppendOnlyError):
        Questionnaire.objects.filter(pk=asked.pk).update(named=True)
    asked.named = True
    with pytest.raises(DatabaseError), transaction.atomic():
        super(Questionnaire, asked).save_base(force_update=True)
    assert not Questionnaire.objects.get(pk=asked.pk).named


def test_every_change_leaves_its_trace_and_saying_it_again_none(course):
    survey(course)
    survey(course)
    standing = survey(course, NAMED)
    withdraw_survey(survey=standing, actor="1", at=AT)
    withdraw_survey(survey=standing, actor="1", at=AT)
    entries = LedgerEntry.objects.order_by("pk")
    assert [(entry.action, entry.subject) for entry in entries] == [
        ("アンケートの設定", "アンケート S-01"), ("アンケートの設定", "アンケート S-01"),
        ("アンケートの設定の取消し", "アンケート S-01"),
    ]  # fmt: skip
    changed = entries[1].payload
    assert (changed["before"]["named"], changed["after"]["named"]) == (False, True)
    seal()
    assert list(faults()) == []


def test_an_office_has_one_survey_for_all_of_its_courses(course):
    standing = survey(course, of_office=True)
    set_survey(office=course.office, course=None, wording=NAMED, actor="1", at=AT)
    assert wording_of(Survey.objects.get()) == NAMED
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.create(office=course.office, questionnaire=standing.questionnaire)


def test_finding_the_survey_is_one_query(course, django_assert_num_queries):
    survey(course)
    with django_assert_num_queries(1):
        assert survey_for(course).questionnaire.questions[0] == SATISFACTION
