"""Rows counted in several ways at once are counted as each way alone counts them."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import Case, CharField, Count, F, Value, When
from django.test.utils import CaptureQueriesContext

from lms.lib.counted import counted
from lms.people.models import Posting
from tests import factories

pytestmark = pytest.mark.django_db
WAYS = (("department_id", "kind"), ("late",), ("job_title", "kind", "late"))


@pytest.fixture
def rows():
    first, second = factories.department("01", "総務課"), factories.department("02", "税務課")
    for seat, title in ((first, "係長"), (first, "主事"), (second, "主事"), (second, "")):
        factories.posting(factories.employee(first), seat, kind=Posting.Kind.ADDITIONAL, job_title=title)
    late = Case(When(department=second, then=Value("後")), default=None, output_field=CharField())
    return Posting.objects.filter(starts_on__lte=date(2027, 1, 1)).annotate(late=late)


def test_each_way_is_what_the_database_counts_alone(rows):
    for way, found in zip(WAYS, counted(rows, *WAYS), strict=True):
        alone = rows.order_by().values_list(*way).annotate(number=Count("pk"))
        assert sorted(found, key=repr) == sorted(alone, key=repr)


def test_it_is_one_statement(rows):
    with CaptureQueriesContext(connection) as asked:
        counted(rows, *WAYS)
    assert len(asked) == 1


def test_of_no_rows_there_is_nothing(rows):
    assert counted(rows.filter(pk=0), *WAYS) == [[], [], []]
    assert counted(rows.filter(pk__in=[]), *WAYS) == [[], [], []]


def test_an_annotation_may_follow_another_table(rows):
    [found] = counted(rows.annotate(code=F("department__code")), ("code",))
    assert sorted(found) == [("01", 6), ("02", 2)]
