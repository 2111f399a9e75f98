"""A file of a day to come changes nothing before that day begins in Japan."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lms.accounts.models import User
from lms.importing.carrying_out.coming import bring_into_force
from lms.importing.carrying_out.undoing import undo_import
from lms.importing.models import ComingParticulars, ImportBatch
from lms.ledger.models import LedgerEntry
from lms.people.models import Employee, Posting
from lms.people.organisation import organisation
from tests.factories import jst
from tests.lms.importing.samples import APRIL, Kind, counted, department_file, person, take_in, take_staff

pytestmark = pytest.mark.usefixtures("city")

UPLOADED = jst(2026, 9, 28)
OCTOBER, SEPTEMBER_30 = date(2026, 10, 1), date(2026, 9, 30)
LAST_MOMENT, FIRST_MOMENT = jst(2026, 9, 30, 23, 59, 59), jst(2026, 10, 1, 0, 0, 0)


def uploaded_early(*rows: dict[str, str]):
    return take_staff(*rows, on=OCTOBER, at=UPLOADED)


def particulars(number: str) -> tuple[str, str, str]:
    employee = Employee.objects.get(staff_number=number)
    return employee.name, employee.user.username, employee.user.name


@pytest.fixture(autouse=True)
def april(city: None) -> None:
    take_staff(person("00001"), person("K0001", 任期満了日="R8.9.30"), at=jst(2026, 4, 1))


def test_the_moments_around_midnight_are_those_of_japan():
    assert LAST_MOMENT.astimezone(UTC) == datetime(2026, 9, 30, 14, 59, 59, tzinfo=UTC)


def test_where_somebody_sits_changes_with_the_day():
    uploaded_early(person("00001", 所属コード="0102", 発令日="Ｒ８．１０．１"))

    mains = Posting.objects.filter(employee__staff_number="00001")
    assert mains.on(SEPTEMBER_30).get().department.code == "0101"
    assert mains.on(OCTOBER).get().department.code == "0102"


def test_a_new_name_waits_for_its_day():
    assert counted(uploaded_early(person("00001", 氏名="坂元　正樹"))) == {"changed": 1}
    assert bring_into_force(at=LAST_MOMENT, actor="command:nightly") == 0
    assert particulars("00001") == ("髙橋　正樹", "00001", "髙橋　正樹")

    assert bring_into_force(at=FIRST_MOMENT, actor="command:nightly") == 1
    assert particulars("00001") == ("坂元　正樹", "00001", "坂元　正樹")
    assert bring_into_force(at=FIRST_MOMENT, actor="command:nightly") == 0
    (trace,) = LedgerEntry.objects.get(action="氏名等の反映").payload["people"]
    assert trace["name"] == ["髙橋　正樹", "坂元　正樹"]


def test_a_new_number_waits_for_its_day_and_the_old_one_signs_in_until_then():
    uploaded_early(person("K0139", 旧職員番号="K0001", 発令日="R8.10.1", 任期満了日="R9.3.31"))

    assert particulars("K0001")[1] == "K0001"
    bring_into_force(at=FIRST_MOMENT, actor="command:nightly")
    assert particulars("K0139")[1] == "K0139"


def test_who_is_appointed_again_can_sign_in_without_a_gap():
    uploaded_early(person("K0001", 発令日="R8.10.1", 任期満了日="R9.3.31"))

    account = User.objects.get(username="K0001")
    assert account.may_sign_in(SEPTEMBER_30)
    assert account.may_sign_in(OCTOBER)


def test_who_leaves_is_shut_out_with_the_first_moment_even_if_nothing_runs_at_night():
    uploaded_early(person("00001", 退職日="R8.9.30"))

    account = User.objects.get(username="00001")
    assert (account.may_sign_in(SEPTEMBER_30), account.may_sign_in(OCTOBER)) == (True, False)


def test_an_account_that_is_closed_opens_with_the_day():
    take_staff(person("00001", 退職日="R8.6.30"), on=date(2026, 7, 1), at=jst(2026, 7, 1))
    uploaded_early(person("00001", 発令日="R8.10.1"))
    assert not User.objects.get(username="00001").may_sign_in(SEPTEMBER_30)

    bring_into_force(at=FIRST_MOMENT, actor="command:nightly")
    assert User.objects.get(username="00001").may_sign_in(OCTOBER)


def test_the_same_file_again_before_its_day_changes_nothing():
    row = person("K0139", 旧職員番号="K0001", 発令日="R8.10.1", 氏名="坂元　正樹")
    uploaded_early(row)

    assert counted(uploaded_early(row)) == {"unchanged": 1}
    assert ComingParticulars.objects.count() == 1


def test_a_corrected_file_of_the_same_day_takes_the_place_of_the_first():
    uploaded_early(person("00001", 氏名="坂本　正樹"))
    take_staff(person("00001", 氏名="坂元　正樹"), on=OCTOBER, at=UPLOADED + timedelta(days=1))
    bring_into_force(at=FIRST_MOMENT, actor="command:nightly")

    assert particulars("00001")[0] == "坂元　正樹"


def test_the_next_import_brings_into_force_what_is_due():
    uploaded_early(person("00001", 氏名="坂元　正樹"))
    take_staff(person("00002"), on=OCTOBER, at=FIRST_MOMENT)

    assert particulars("00001")[0] == "坂元　正樹"


def test_undone_before_its_day_nothing_comes():
    plan = uploaded_early(person("00001", 氏名="坂元　正樹", 退職日="R8.12.31"))
    undo_import(batch=ImportBatch.objects.get(pk=plan.batch), actor="00028", at=UPLOADED + timedelta(hours=1))
    bring_into_force(at=FIRST_MOMENT, actor="command:nightly")

    assert particulars("00001")[0] == "髙橋　正樹"
    assert User.objects.get(username="00001").active_until is None


def test_undone_after_its_day_the_old_name_returns():
    plan = uploaded_early(person("00001", 氏名="坂元　正樹"))
    bring_into_force(at=FIRST_MOMENT, actor="command:nightly")
    undo_import(batch=ImportBatch.objects.get(pk=plan.batch), actor="00028", at=FIRST_MOMENT + timedelta(hours=1))

    assert particulars("00001")[0] == "髙橋　正樹"


def test_a_department_of_a_later_file_starts_on_the_day_of_the_file():
    take_in(Kind.DEPARTMENTS, department_file({"所属コード": "0103", "所属名": "財政課"}), OCTOBER)

    assert organisation(SEPTEMBER_30).by_code("0103") is None
    assert organisation(OCTOBER).by_code("0103").name == "財政課"


def test_a_department_missing_from_the_very_first_file_belongs_to_its_day():
    take_in(Kind.DEPARTMENTS, department_file({"所属コード": "0103", "所属名": "財政課"}), APRIL)

    assert organisation(date(2020, 1, 1)).by_code("0103").name == "財政課"
