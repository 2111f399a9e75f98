"""City-wide counts count a 兼務者 once (本務); the list of the other department shows them with 「兼務」; the total
equals the number of distinct people.
"""

from datetime import date

import pytest
from django.test import Client

from lms.lib import clock
from lms.people.models import Employee, Posting
from lms.people.organisation import organisation
from lms.people.roles import Role
from lms.people.tree import tree
from lms.reports.figures import Question, asked_courses, department_figures
from lms.reports.reach import everything
from tests import factories
from tests.factories import jst
from tests.markup import page, texts

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@pytest.fixture
def people():
    tax, welfare = factories.department("0104", "税務課"), factories.department("0106", "福祉課")
    twice = factories.employee(tax, name="江口　花子", kana="エグチ")
    factories.posting(twice, welfare, kind=Posting.Kind.ADDITIONAL)
    factories.posting(twice, welfare, kind=Posting.Kind.ACTING)
    everybody = [twice, factories.employee(tax), factories.employee(welfare, name="青木　花子", kana="アオキ")]
    factories.duties(everybody, factories.requirement(factories.course()))
    return everybody


def test_totals_count_everybody_once(people):
    """In the tree of departments and in the report, the rows add up to the distinct people."""
    city = organisation(TODAY)
    found = tree(city, TODAY)
    figures = department_figures(Question(2026, TODAY, asked_courses(2026), everything(city)))

    distinct = Employee.objects.filter(pk__in=Posting.objects.on(TODAY).values("employee")).count()
    assert distinct == len(people) == 3
    assert found.people == sum(branch.main for branch in found.branches) == distinct
    assert figures.people == figures.total.required == sum(row.counts.required for row in figures.rows) == distinct


def test_the_other_department_s_list_shows_them_marked(people, client: Client, monkeypatch):
    """福祉課 lists its own person, and the 兼務者 of 税務課 with the word."""
    monkeypatch.setattr(clock, "now", lambda: jst(2026, 11, 22))
    client.force_login(factories.viewer_of(Role.HR).user)
    answer = page(client.get("/people/", {"department": "0106"}))

    assert texts(answer, "tbody .table__name") == ["青木　花子", "江口　花子 兼務"]
    assert texts(answer, "caption") == ["職員の一覧（2人）"]
