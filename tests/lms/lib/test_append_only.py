"""Facts that the database refuses to change, whoever asks."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from lms.lib.append_only import suspended
from lms.lib.facts import AppendOnlyError
from lms.people.models import OfficeHolder

NOW = datetime(2026, 6, 1, tzinfo=UTC)
LATER = datetime(2026, 6, 2, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder():
    return OfficeHolder.objects.create(
        office="mayor", title="市長", name="髙橋　一郎", starts_on=date(2024, 4, 1), recorded_at=NOW
    )


def _sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_fact_cannot_be_changed_by_sql(holder):
    with pytest.raises(IntegrityError):
        _sql("UPDATE people_officeholder SET name = %s WHERE id = %s", "別の人", holder.pk)


def test_a_fact_cannot_be_deleted_by_sql(holder):
    with pytest.raises(IntegrityError):
        _sql("DELETE FROM people_officeholder WHERE id = %s", holder.pk)


def test_a_fact_cannot_be_replaced_by_sql(holder):
    if connection.vendor == "sqlite":
        with pytest.raises(IntegrityError):
            _sql(
                "INSERT OR REPLACE INTO people_officeholder (id, office, title, name, starts_on, recorded_at)"
                " VALUES (%s, 'mayor', '市長', '別の人', '2024-04-01', '2026-06-01')",
                holder.pk,
            )
    else:
        with pytest.raises(IntegrityError):
            _sql("TRUNCATE people_officeholder")
    assert OfficeHolder.objects.get().name == "髙橋　一郎"


def test_a_fact_is_voided_once_and_never_again(holder):
    assert OfficeHolder.objects.filter(pk=holder.pk).void(NOW) == 1

    with pytest.raises(IntegrityError):
        _sql("UPDATE people_officeholder SET voided_at = %s WHERE id = %s", LATER, holder.pk)
    with pytest.raises(IntegrityError):
        _sql("UPDATE people_officeholder SET voided_at = NULL WHERE id = %s", holder.pk)


def test_voiding_cannot_carry_another_change_with_it(holder):
    with pytest.raises(IntegrityError):
        _sql("UPDATE people_officeholder SET voided_at = %s, name = %s WHERE id = %s", NOW, "別の人", holder.pk)


def test_python_refuses_before_the_database_does(holder):
    holder.name = "別の人"
    with pytest.raises(AppendOnlyError):
        holder.save()
    with pytest.raises(AppendOnlyError):
        holder.delete()
    with pytest.raises(AppendOnlyError):
        OfficeHolder.objects.update(name="別の人")
    with pytest.raises(AppendOnlyError):
        OfficeHolder.objects.all().delete()


def test_suspending_lifts_the_triggers_and_brings_them_back(holder):
    """The negative control: without its triggers the same statement goes through."""
    with suspended(connection):
        _sql("UPDATE people_officeholder SET name = %s WHERE id = %s", "別の人", holder.pk)

    assert OfficeHolder.objects.get().name == "別の人"
    with pytest.raises(IntegrityError):
        _sql("DELETE FROM people_officeholder WHERE id = %s", holder.pk)
