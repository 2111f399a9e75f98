"""The organisation has free depth and dated names; renaming or merging on 1 April leaves last year's reports under the
old name.
"""

from datetime import date

import pytest

from lms.people.merging import merge_departments
from lms.people.organisation import organisation
from lms.people.reorganising import Traits, change_department
from lms.reports.figures import Question, asked_courses, department_figures
from lms.reports.reach import everything
from tests import factories
from tests.factories import jst

pytestmark = pytest.mark.django_db

MARCH, APRIL = date(2027, 3, 31), date(2027, 4, 1)
TRACE = {"on": APRIL, "actor": "00001", "at": jst(2027, 3, 20)}


@pytest.fixture
def last_year():
    """Two departments of one person each, with a duty of 令和8年度."""
    asked = factories.requirement(factories.course())
    planning, sea = factories.department("0102", "企画政策課"), factories.department("0105", "水産課")
    factories.duties([factories.employee(planning), factories.employee(sea)], asked)
    return planning, sea


def report(on):
    question = Question(2026, on, asked_courses(2026), everything(organisation(on)))
    return [(row.department.name, row.counts.required) for row in department_figures(question).rows]


def test_last_year_s_report_keeps_the_old_name_after_a_rename(last_year):
    """企画政策課 becomes デジタル政策課 on 1 April: the report as of 31 March reads as before."""
    before = report(MARCH)
    to = Traits(name="デジタル政策課", parent_id=None, appointing_authority="", reports=True)
    change_department(department=last_year[0], to=to, **TRACE)

    assert report(MARCH) == before == [("企画政策課", 1), ("水産課", 1)]
    assert report(APRIL) == [("デジタル政策課", 1), ("水産課", 1)]


def test_last_year_s_report_keeps_the_departments_that_were_merged(last_year):
    """水産課 goes over into 企画政策課: last year there were two departments, from 1 April there is one."""
    planning, sea = last_year
    merge_departments(department=sea, into=planning, **TRACE)

    assert report(MARCH) == [("企画政策課", 1), ("水産課", 1)]
    assert report(APRIL) == [("企画政策課", 2)]


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_any_depth_is_an_organisation(depth):
    """課 without 部 as well as 部, 課, 室, 係, 担当: everything below the top is reached from it."""
    parent, made = None, []
    for level in range(depth):
        parent = factories.department("0" * (level + 1), f"第{level}層", parent=parent, reports=level == 0)
        made.append(parent)
    city = organisation(MARCH)

    assert city.below([made[0].pk]) == {one.pk for one in made}
    assert city.reporting_unit(made[-1].pk) == made[0].pk
