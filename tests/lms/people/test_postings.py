"""Where one person sat on a day is what the whole organisation says of that person."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.people.models import DepartmentVersion
from lms.people.organisation import organisation
from lms.people.postings import seat, seats
from tests import factories
from tests.factories import LONG_AGO

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)


@pytest.fixture
def tree():
    """A 部 above a 課 that reports above a 係; beside them somebody under nothing that reports."""
    division = factories.department("01", "総務部", reports=False)
    section = factories.department("0101", "総務課", parent=division)
    squad = factories.department("010101", "文書係", parent=section, reports=False)
    mayor = factories.department("99", "市長", reports=False)
    return [division, section, squad, mayor]


def test_it_is_printed_under_the_nearest_reporting_department_at_or_above(tree):
    people = [factories.employee(place, job_title="主事") for place in tree]
    assert [seat(person.pk, DAY).department_name for person in people] == ["総務部", "総務課", "総務課", "市長"]
    known = seats(organisation(DAY), DAY)
    assert [seat(person.pk, DAY) for person in people] == [known[person.pk] for person in people]


def test_names_are_those_of_the_day(tree):
    person = factories.employee(tree[2])
    DepartmentVersion.objects.filter(department=tree[1]).void(at=LONG_AGO)
    for name, since, until in (("総務課", None, date(2026, 9, 30)), ("総務法制課", date(2026, 10, 1), None)):
        DepartmentVersion.objects.create(
            department=tree[1], name=name, parent=tree[0], reports=True, recorded_at=LONG_AGO,
            starts_on=since, ends_on=until,
        )  # fmt: skip
    assert seat(person.pk, DAY).department_name == "総務法制課"
    assert seat(person.pk, date(2026, 9, 30)).department_name == "総務課"
    assert seat(person.pk, date(2026, 9, 30)) == seats(organisation(date(2026, 9, 30)), date(2026, 9, 30))[person.pk]


def test_whoever_has_no_main_posting_that_day_sits_nowhere(tree):
    away = factories.employee()
    assert seat(away.pk, DAY) is None


def test_the_number_of_queries_does_not_depend_on_the_depth(tree):
    deep, flat = factories.employee(tree[2]), factories.employee(tree[1])
    asked = []
    for person in (deep, flat):
        with CaptureQueriesContext(connection) as queries:
            seat(person.pk, DAY)
        asked.append(len(queries))
    assert asked == [2, 2]
