"""Tests that nobody can begin, in the やること of the office that owns their bank."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import QuizPage
from lms.people.roles import Role
from quizzes.models import Item, Quiz
from quizzes.uses import short_of_questions
from tests import factories
from tests.markup import page

pytestmark = pytest.mark.usefixtures("loaded")


def tasks(client, role):
    client.force_login(factories.viewer_of(role).user)
    links = page(client.get("/office/")).select(".task a")
    return [(link.text.strip(), link["href"]) for link in links if "理解度テスト" in link.text]


def test_the_owner_of_the_bank_is_asked_to_approve_more_questions_of_a_test_that_people_may_take(client):
    test = Quiz.objects.get(code="S-01")
    assert tasks(client, Role.SECURITY_OFFICE) == []
    Item.objects.filter(bank=test.bank, key__startswith="mail").update(state=Item.State.DRAFT)

    [(title, url)] = tasks(client, Role.SECURITY_OFFICE)
    assert title == "理解度テスト「試しのテスト」を受験できるようにする"
    assert client.get(url).status_code == 200
    assert tasks(client, Role.DX_OFFICE) == []

    QuizPage.objects.get(quiz=test).unpublish()
    assert tasks(client, Role.SECURITY_OFFICE) == []


def test_any_number_of_tests_is_looked_at_in_as_many_queries():
    bank, found = Quiz.objects.get(code="S-01").bank, []
    for code in ("A", "B", "C"):
        Quiz.objects.create(code=code, title=code, bank=bank, draws=4)
        with CaptureQueriesContext(connection) as queries:
            assert len(short_of_questions(Quiz.objects.filter(bank=bank))) == len(found) + 1
        found.append(len(queries))
    assert found == [3, 3, 3]


def test_what_a_part_asks_must_be_there():
    test = Quiz.objects.get(code="S-01")
    for part, short in (
        ({"key": "mail-01"}, []),
        ({"tag": "窓口"}, [test]),
        ({"category": "報告", "count": 9}, [test]),
    ):
        test.parts = [test.parts.model(**part)]
        test.save()
        assert short_of_questions(Quiz.objects.filter(pk=test.pk)) == short
