"""All or nothing, once, with one trace, and in as many queries for three people as for one."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from lms.accounts.models import User
from lms.importing.carrying_out.applying import NotAsSeenError, NothingToApplyError, apply_as_seen, write
from lms.importing.comparing.planning import planned
from lms.importing.handling.receiving import prepare, receive
from lms.importing.handling.work import claim
from lms.importing.models import ImportBatch, StaffStatement
from lms.ledger.models import LedgerEntry
from lms.people.models import Department, Employee, Leave, Posting
from tests import factories
from tests.lms.importing.samples import APRIL, NOW, OCTOBER, Kind, person, staff_file, take_staff

pytestmark = pytest.mark.usefixtures("city")


def kept(*rows: dict[str, str]) -> ImportBatch:
    batch = receive(kind=Kind.STAFF, on=APRIL, filename="職員.csv", content=staff_file(*rows), by="00028", at=NOW)
    prepare(batch=batch, at=NOW)
    return batch


def begun(*rows: dict[str, str]) -> ImportBatch:
    """Somebody has pressed 反映する."""
    batch = kept(*rows)
    assert claim(batch=batch, state=ImportBatch.State.APPLYING, at=NOW)
    return batch


def digest(batch: ImportBatch) -> str:
    return planned(kind=batch.kind, content=bytes(batch.content), on=batch.on).digest


def entries() -> list[LedgerEntry]:
    return list(LedgerEntry.objects.filter(action="職員の取込み").order_by("pk"))


def test_a_received_file_changes_nothing_yet():
    batch = kept(person())

    assert (batch.applied_at, batch.counts["new"], Employee.objects.count()) == (None, 1, 0)


def test_applying_marks_the_batch_and_its_facts():
    batch = begun(person(休業区分="派遣", 休業開始日="R8.4.1"))
    apply_as_seen(batch=batch, digest=digest(batch), actor="00028", at=NOW)

    batch.refresh_from_db()
    assert batch.applied_at == NOW
    assert {Posting.objects.get().batch, Leave.objects.get().batch, StaffStatement.objects.get().batch} == {batch.pk}
    assert Posting.objects.get().recorded_at == NOW


def test_one_entry_of_the_ledger_names_every_fact_and_what_has_no_dates():
    take_staff(person(), person("00124"))
    take_staff(person(氏名="坂元　正樹"), person("00124", 所属コード="0102", 発令日="R8.10.1"), on=OCTOBER)

    april, october = entries()
    assert [label for label, *_ in april.payload["facts"]] == ["importing.StaffStatement"] * 2 + ["people.Posting"] * 2
    assert len(october.payload["voided"]["people.Posting"]) == 1
    (renamed,) = october.payload["people"]
    assert renamed["name"] == ["髙橋　正樹", "坂元　正樹"]
    assert "髙橋" not in october.subject + october.actor


def test_a_file_that_changes_nothing_leaves_no_trace():
    take_staff(person())
    before = ImportBatch.objects.count(), LedgerEntry.objects.count(), StaffStatement.objects.count()
    take_staff(person())

    assert (ImportBatch.objects.count(), LedgerEntry.objects.count(), StaffStatement.objects.count()) == before


def test_a_plan_is_applied_once():
    batch = begun(person())
    seen = digest(batch)
    apply_as_seen(batch=batch, digest=seen, actor="00028", at=NOW)
    with pytest.raises(NothingToApplyError):
        apply_as_seen(batch=batch, digest=seen, actor="00028", at=NOW)

    assert Posting.objects.count() == 1


def test_books_that_changed_since_the_preview_are_looked_at_again():
    batch = begun(person(), person("00124"))
    seen = digest(batch)
    take_staff(person("00124"))
    with pytest.raises(NotAsSeenError):
        apply_as_seen(batch=batch, digest=seen, actor="00028", at=NOW)

    assert [employee.staff_number for employee in Employee.objects.all()] == ["00124"]


def test_a_file_with_a_fault_is_never_applied():
    batch = begun(person(所属コード="9999"))
    with pytest.raises(NothingToApplyError):
        apply_as_seen(batch=batch, digest=digest(batch), actor="00028", at=NOW)


def test_a_row_that_the_database_refuses_leaves_nothing_of_the_whole_file():
    take_staff(person("00001"))
    batch = begun(person("00001", 所属コード="0102", 発令日="R8.4.1"), person("00002"))
    plan = planned(kind=Kind.STAFF, content=bytes(batch.content), on=APRIL)
    before = Employee.objects.count(), User.objects.count(), LedgerEntry.objects.count(), StaffStatement.objects.count()
    # Meanwhile another process has ended the posting and written the next one.
    somebody = Employee.objects.get()
    factories.moved(somebody, Department.objects.get(code="0102"), APRIL)

    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        write(plan=plan, batch=batch, actor="00028", at=NOW)

    after = Employee.objects.count(), User.objects.count(), LedgerEntry.objects.count(), StaffStatement.objects.count()
    assert after == before
    batch.refresh_from_db()
    assert batch.applied_at is None


def queries_of(rows: list[dict[str, str]], on: object) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        plan = take_staff(*rows, on=on)
    assert plan.can_be_applied
    return len(queries)


def everything_changes(number: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """A person in April and in October, with everything different."""
    april = [
        person(number, 休業区分="派遣", 休業開始日="R8.4.1"), person(number, 本務兼務="兼務", 所属コード="010101"),
    ]  # fmt: skip
    return april, [person(number, 氏名="別名　一郎", 所属コード="0102", 発令日="R8.10.1", 退職日="R9.3.31")]


def test_three_people_need_no_more_queries_than_one():
    april_one, october_one = everything_changes("00001")
    three = [everything_changes(number) for number in ("00002", "00003", "00004")]
    april_three = [row for rows, _ in three for row in rows]
    october_three = [row for _, rows in three for row in rows]

    assert queries_of(april_one, APRIL) == queries_of(april_three, APRIL)
    assert queries_of(october_one, OCTOBER) == queries_of(october_three, OCTOBER)
