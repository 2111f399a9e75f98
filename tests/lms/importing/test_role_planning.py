"""A list of roles: given once, ended when the list says so."""

from datetime import date

import pytest

from lms.people.models import RoleGrant
from tests.lms.importing.samples import (
    APRIL,
    OCTOBER,
    Kind,
    counted,
    look,
    person,
    role_file,
    take_in,
    take_staff,
)

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture(autouse=True)
def somebody(city: None) -> None:
    take_staff(person())


def take(*rows: dict[str, str]):
    return take_in(Kind.ROLES, role_file(*rows), OCTOBER)


def grants() -> list[tuple[str, str | None, date, date | None]]:
    rows = RoleGrant.objects.known().order_by("role", "starts_on")
    return list(rows.values_list("role", "department__code", "starts_on", "ends_on"))


def test_a_role_is_given_in_its_department_from_its_day():
    assert counted(take({})) == {"new": 1}

    assert grants() == [("head", "0101", date(2026, 4, 1), None)]


def test_a_role_over_the_whole_city_has_no_department():
    take({"役割": "人事担当", "所属コード": ""})

    assert grants() == [("hr", None, date(2026, 4, 1), None)]


def test_the_same_list_again_changes_nothing():
    take({}, {"役割": "人事担当", "所属コード": ""})

    assert counted(take({}, {"役割": "人事担当", "所属コード": ""})) == {"unchanged": 2}
    assert RoleGrant.objects.count() == 2


def test_a_day_of_ending_ends_the_role():
    take({})
    plan = take({"解除日": "R9.3.31"})

    assert counted(plan) == {"changed": 1}
    assert [(cell.column, cell.before, cell.after) for cell in plan.changes[0].cells] == [
        ("解除日", "", "令和9年3月31日")
    ]
    assert grants() == [("head", "0101", date(2026, 4, 1), date(2027, 3, 31))]


def test_an_old_list_does_not_give_back_a_role_that_ended_with_a_transfer():
    take({})
    take_staff(person(所属コード="0102", 発令日="R8.10.1"), on=OCTOBER)
    assert grants()[0][3] == date(2026, 9, 30)

    assert counted(take({})) == {"unchanged": 1}
    assert grants()[0][3] == date(2026, 9, 30)


def test_roles_that_are_missing_from_the_list_stay():
    take({})
    take({"役割": "DX推進リーダー"})

    assert [row[0] for row in grants()] == ["dx-leader", "head"]


def test_a_former_staff_number_still_means_its_person():
    take_staff(person("00999", 旧職員番号="00123"), on=OCTOBER)

    assert counted(take({"職員番号": "00123"})) == {"new": 1}


def test_unknown_people_departments_and_doubled_rows_are_faults():
    rows = [{"職員番号": "99999", "所属コード": "9999"}, {}, {}]
    plan = look(Kind.ROLES, role_file(*rows), APRIL)

    assert [(fault.row, fault.column, fault.text) for fault in plan.faults] == [
        (2, "所属コード", "9999"), (2, "職員番号", "99999"), (4, "役割", "所属長"),
    ]  # fmt: skip
