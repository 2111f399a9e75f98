"""Many rows at once: what is written is what Django would have written."""

from datetime import date

import pytest
from django.db import IntegrityError

from lms.lib import bulk
from lms.people.models import Leave
from tests import factories as f
from tests.factories import jst

pytestmark = pytest.mark.django_db
NOW = jst(2026, 6, 20, 9)


@pytest.fixture
def person():
    return f.employee(f.department())


def leave(person, day, **more):
    return Leave(employee=person, kind="育児休業", starts_on=date(2026, 5, day), recorded_at=NOW, **more)


def test_rows_come_back_with_their_ids_and_every_value(person):
    rows = bulk.insert([leave(person, 1), leave(person, 2, ends_on=date(2026, 6, 1), batch="b")])
    found = Leave.objects.in_bulk([row.pk for row in rows])
    columns = [field.attname for field in Leave._meta.concrete_fields]
    assert [[getattr(found[row.pk], name) for name in columns] for row in rows] == [
        [getattr(row, name) for name in columns] for row in rows
    ]


def test_more_rows_than_one_statement_takes_are_all_written(person, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(bulk, "_VALUES", 2 * len(Leave._meta.concrete_fields))
    with django_assert_num_queries(5):  # three statements between the savepoint and its release
        rows = bulk.insert([leave(person, day) for day in range(1, 6)])
    assert sorted(Leave.objects.values_list("pk", "starts_on")) == sorted((row.pk, row.starts_on) for row in rows)


def test_a_row_that_the_database_refuses_leaves_nothing(person, monkeypatch):
    monkeypatch.setattr(bulk, "_VALUES", len(Leave._meta.concrete_fields))
    with pytest.raises(IntegrityError):
        bulk.insert([leave(person, 1), leave(person, 1)])
    assert not Leave.objects.exists()


def test_nothing_is_written_of_nothing():
    assert bulk.insert([]) == []
