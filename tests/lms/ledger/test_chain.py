"""The chain of acts: what was changed in it shows."""

from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from django.db import connection, transaction

from lms.ledger.appending import NotInTransactionError, append
from lms.ledger.digests import row_digest
from lms.ledger.heads import Head
from lms.ledger.models import LedgerEntry
from lms.ledger.sealing import seal
from lms.ledger.verifying import faults
from lms.lib.append_only import suspended
from lms.people.models import OfficeHolder
from lms.records.models import LessonRead

NOW = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def _entries(number):
    with transaction.atomic():
        for i in range(number):
            append(actor="00007", action="試験", subject=f"対象 {i}", at=NOW, payload={"i": i, "氏名": "髙橋"})


def _tamper(statement, *values):
    with suspended(connection), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_entries_are_numbered_and_chained_in_order():
    _entries(3)

    assert seal() == 3
    assert seal() == 0
    rows = list(LedgerEntry.objects.sealed())
    assert [row.seq for row in rows] == [1, 2, 3]
    assert [row.previous for row in rows[1:]] == [row.hash for row in rows[:-1]]
    assert list(faults()) == []


def test_the_chain_goes_on_where_it_stopped():
    _entries(2)
    seal()
    _entries(2)

    assert seal(limit=1) == 1
    assert seal() == 1
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE ledger_ledgerentry SET payload = '{}' WHERE seq = 2", "内容が書き換えられています"),
        ("UPDATE ledger_ledgerentry SET actor = '99999' WHERE seq = 2", "つながりが壊れています"),
        (
            "UPDATE ledger_ledgerentry SET recorded_at = '2026-06-02 00:00:00+00' WHERE seq = 2",
            "つながりが壊れています",
        ),
        ("DELETE FROM ledger_ledgerentry WHERE seq = 2", "2 番から 2 番までの操作記録がありません"),
    ],
)
def test_what_somebody_changes_by_sql_is_named(statement, words):
    _entries(3)
    seal()

    _tamper(statement)

    assert any(words in str(fault) for fault in faults())


def test_an_entry_needs_a_transaction(transactional_db):
    with pytest.raises(NotInTransactionError):
        append(actor="00007", action="試験", subject="対象", at=NOW)


def test_an_entry_falls_with_its_act():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        append(actor="00007", action="試験", subject="対象", at=NOW)
        raise ZeroDivisionError

    assert not LedgerEntry.objects.exists()


def test_a_digest_stands_for_the_row_as_first_written():
    holder = OfficeHolder.objects.create(
        office="mayor", title="市長", name="髙橋　一郎", starts_on=date(2024, 4, 1), recorded_at=NOW
    )
    before = row_digest(holder)

    OfficeHolder.objects.filter(pk=holder.pk).void(NOW)

    again = OfficeHolder.objects.get(pk=holder.pk)
    assert row_digest(again) == before
    again.name = "高橋　一郎"
    assert row_digest(again) != before


def _holder(name="髙橋　一郎"):
    return OfficeHolder.objects.create(
        office="mayor", title="市長", name=name, starts_on=date(2024, 4, 1), recorded_at=NOW
    )  # fmt: skip


def test_what_others_write_while_the_check_runs_is_no_fault():
    _entries(3)
    seal()
    running = faults(Head(1, "0" * 64, "2026-06-01"))
    next(running)  # the chain is being read; the entry that differs from the head is told

    with transaction.atomic():
        holder = _holder()
        append(actor="00007", action="試験", subject="対象", at=NOW, facts=[holder])
    seal()

    assert list(running) == []


def test_a_row_that_two_entries_describe_differently_is_a_fault():
    holder = _holder()
    other = OfficeHolder(
        pk=holder.pk, office="mayor", title="市長", name="別人", starts_on=date(2024, 4, 1), recorded_at=NOW
    )
    with transaction.atomic():
        append(actor="00007", action="試験", subject="対象", at=NOW, facts=[other])
        append(actor="00007", action="試験", subject="対象", at=NOW, facts=[holder])

    assert [fault.kind for fault in faults()] == ["changed"]


def test_an_entry_of_no_form_of_ours_stops_nothing():
    _entries(1)
    seal()
    _tamper("UPDATE ledger_ledgerentry SET payload = %s", '{"facts": 5, "voided": [1]}')

    assert ["内容が書き換えられています" in str(fault) for fault in faults()] == [True]


def test_a_column_younger_than_its_table_leaves_the_digests_of_older_rows_true():
    """That of a chapter read before its `turn` was known; what says more than older rows is vouched for."""
    row = LessonRead(
        pk=1,
        employee_id=2,
        course_id=3,
        lesson_key="01",
        fiscal_year=2026,
        recorded_at=datetime(2026, 6, 1, tzinfo=UTC),
    )
    older = (
        '{"course_id":3,"employee_id":2,"fiscal_year":2026,"id":1,"lesson_key":"01",'
        '"recorded_at":"2026-06-01T00:00:00.000000+00:00"}'
    )
    before = sha256(older.encode()).hexdigest()
    assert row_digest(row) == before
    row.turn = 2
    assert row_digest(row) != before
