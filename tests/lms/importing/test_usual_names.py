"""旧姓・通称 in a staff file: a column that it may have."""

from datetime import date

import pytest

from lms.importing.carrying_out.coming import bring_into_force
from lms.importing.carrying_out.undoing import undo_import
from lms.importing.models import ImportBatch
from lms.importing.reading.columns import STAFF_COLUMNS
from lms.people.models import Employee
from lms.people.naming import Names, correct_names
from tests.factories import jst
from tests.lms.importing.samples import APRIL, OCTOBER, Kind, look, person, staff_file, take_in, take_staff, written

pytestmark = pytest.mark.usefixtures("city")

WITH_COLUMN = (*STAFF_COLUMNS, "旧姓・通称")
APRIL_2027 = date(2027, 4, 1)


def file(usual_name: str, **cells: str) -> bytes:
    return written(WITH_COLUMN, (person(**cells) | {"旧姓・通称": usual_name},))


def employee() -> Employee:
    return Employee.objects.select_related("user").get()


def called_by_hand(usual_name: str) -> None:
    one = employee()
    names = Names(name=one.name, kana=one.kana, usual_name=usual_name, email=one.email)
    correct_names(employee=one, names=names, actor="00001", at=jst(2026, 10, 2))


def test_the_column_says_how_a_newcomer_is_shown_and_greeted():
    take_in(Kind.STAFF, file("青木　正樹"), APRIL)

    one = employee()
    assert (one.name, one.shown_name, one.usual_key, one.user.name) == (
        "髙橋　正樹", "青木　正樹", "青木正樹", "青木　正樹",
    )  # fmt: skip


def test_a_known_person_gets_loses_and_shows_the_change():
    take_staff(person())
    plan = take_in(Kind.STAFF, file("青木　正樹"), OCTOBER)
    (change,) = plan.of("changed")
    assert [(cell.column, cell.before, cell.after) for cell in change.cells] == [("旧姓・通称", "", "青木　正樹")]
    assert employee().user.name == "青木　正樹"

    take_in(Kind.STAFF, file(""), OCTOBER)
    assert (employee().shown_name, employee().user.name) == ("髙橋　正樹", "髙橋　正樹")


def test_a_file_without_the_column_leaves_what_was_entered_by_hand():
    take_staff(person())
    called_by_hand("青木　正樹")
    take_staff(person(職名="課長", メールアドレス="m@example.lg.jp"), on=OCTOBER)

    assert (employee().email, employee().usual_name, employee().user.name) == (
        "m@example.lg.jp", "青木　正樹", "青木　正樹",
    )  # fmt: skip


def test_what_a_file_of_a_day_to_come_says_waits_for_that_day():
    take_staff(person())
    take_in(Kind.STAFF, file("青木　正樹"), APRIL_2027)
    assert employee().shown_name == "髙橋　正樹"
    assert not look(Kind.STAFF, file("青木　正樹"), APRIL_2027).steps
    bring_into_force(at=jst(2027, 4, 1), actor="command:nightly")

    assert employee().shown_name == "青木　正樹"


def test_what_is_entered_by_hand_before_that_day_outlives_a_file_without_the_column():
    take_staff(person())
    take_staff(person(氏名="田中　正樹"), on=APRIL_2027)
    called_by_hand("髙橋　正樹")
    bring_into_force(at=jst(2027, 4, 1), actor="command:nightly")

    assert (employee().name, employee().shown_name) == ("田中　正樹", "髙橋　正樹")


def test_with_the_file_the_name_is_taken_back():
    take_staff(person())
    plan = take_in(Kind.STAFF, file("青木　正樹"), OCTOBER)
    undo_import(batch=ImportBatch.objects.get(pk=plan.batch), actor="00001", at=jst(2026, 10, 3))

    assert (employee().usual_name, employee().user.name) == ("", "髙橋　正樹")


def test_two_rows_of_a_person_agree_about_it():
    rows = (
        person() | {"旧姓・通称": "青木　正樹"},
        person(本務兼務="兼務", 所属コード="0102") | {"旧姓・通称": "青山　正樹"},
    )
    (fault,) = look(Kind.STAFF, written(WITH_COLUMN, rows), APRIL).faults

    assert (fault.row, fault.column, fault.text) == (3, "旧姓・通称", "青山　正樹")
    assert not look(Kind.STAFF, staff_file(person()), APRIL).faults
