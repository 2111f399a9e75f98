"""Departments in time: what a file of a day makes of names, parents and marks."""

from datetime import date

import pytest

from lms.people.models import DepartmentVersion
from lms.people.organisation import organisation
from tests import factories
from tests.lms.importing.samples import (
    APRIL,
    OCTOBER,
    Kind,
    counted,
    department_file,
    found_city,
    look,
    person,
    role_file,
    staff_file,
    take_in,
    take_staff,
)  # fmt: skip

pytestmark = pytest.mark.django_db


def take(*rows: dict[str, str], on: date = APRIL):
    return take_in(Kind.DEPARTMENTS, department_file(*rows), on)


def faults(*rows: dict[str, str]) -> list[tuple[int, str, str]]:
    plan = look(Kind.DEPARTMENTS, department_file(*rows), APRIL)
    return [(fault.row, fault.column, fault.text) for fault in plan.faults]


def test_a_department_seen_for_the_first_time_has_no_lower_bound_in_time():
    assert counted(take({})) == {"new": 1}

    assert organisation(date(1989, 1, 8)).by_code("0101").name == "総務課"


def test_a_child_may_stand_above_its_parent_in_the_file():
    take({"所属コード": "010101", "所属名": "行政係", "上位所属コード": "0101", "報告単位": ""}, {})

    found = organisation(APRIL)
    assert found.nodes[found.by_code("010101").parent_id].code == "0101"


def test_a_new_name_leaves_the_old_one_as_history():
    take({})
    assert counted(take({"所属名": "総務デジタル課"}, on=OCTOBER)) == {"changed": 1}

    assert organisation(date(2026, 9, 30)).by_code("0101").name == "総務課"
    assert organisation(OCTOBER).by_code("0101").name == "総務デジタル課"


def test_the_same_file_again_changes_nothing():
    take({})
    take({"所属名": "総務デジタル課"}, on=OCTOBER)
    before = DepartmentVersion.objects.count()

    assert counted(take({"所属名": "総務デジタル課"}, on=OCTOBER)) == {"unchanged": 1}
    assert counted(take({})) == {"unchanged": 1}
    assert DepartmentVersion.objects.count() == before


def test_an_older_file_that_says_otherwise_is_passed_over_with_a_note():
    take({})
    take({"所属名": "総務デジタル課"}, on=OCTOBER)
    plan = take({"所属名": "庶務課"})

    assert counted(plan) == {"unchanged": 1}
    assert len(plan.notes) == 1


def test_a_corrected_file_of_the_same_day_corrects_the_name_from_the_beginning():
    take({"所属名": "総務科"})
    take({})

    assert [version.name for version in DepartmentVersion.objects.known()] == ["総務課"]
    assert organisation(date(2020, 1, 1)).by_code("0101").name == "総務課"


def test_a_department_that_is_missing_from_the_file_stays():
    take({}, {"所属コード": "0102"})
    take({}, on=OCTOBER)

    assert organisation(OCTOBER).by_code("0102") is not None


def test_a_new_version_ends_where_one_that_is_known_already_begins():
    department = factories.department("0101", "総務課", ends_on=date(2027, 3, 31))
    DepartmentVersion.objects.create(
        department=department, name="総務部", starts_on=date(2027, 4, 1), recorded_at=factories.LONG_AGO
    )
    take({"所属名": "総務デジタル課"}, on=OCTOBER)

    days = (date(2026, 9, 30), OCTOBER, date(2027, 4, 1))
    assert [organisation(day).by_code("0101").name for day in days] == ["総務課", "総務デジタル課", "総務部"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{}, {}], [(2, "所属コード", "0101"), (3, "所属コード", "0101")]),
        ([{"上位所属コード": "99"}], [(2, "上位所属コード", "99")]),
        ([{"上位所属コード": "0101"}], [(2, "上位所属コード", "0101")]),
        (
            [{"上位所属コード": "0102"}, {"所属コード": "0102", "上位所属コード": "0101"}],
            [(2, "上位所属コード", "0102"), (3, "上位所属コード", "0101")],
        ),
        ([{"所属名": ""}], [(2, "所属名", "")]),
    ],
)
def test_what_does_not_fit_together_is_named_with_its_row(rows, expected):
    assert faults(*rows) == expected


def test_a_department_below_a_circle_is_no_circle_itself():
    circle = [{"上位所属コード": "0102"}, {"所属コード": "0102", "上位所属コード": "0101"}]

    assert [row for row, *_ in faults(*circle, {"所属コード": "0103", "上位所属コード": "0101"})] == [2, 3]


# ---- zeros that a spreadsheet has dropped ---------------------------------------------------------------------------


def test_a_code_that_lost_its_zeros_makes_no_new_department():
    take({"所属コード": "01", "所属名": "市長部局", "報告単位": ""}, {"上位所属コード": "01"})
    told = "と、先頭の0だけが違います。"
    found = look(Kind.DEPARTMENTS, department_file({"所属コード": "101", "上位所属コード": "1"}), APRIL).faults
    assert [(fault.column, fault.text, fault.message) for fault in found] == [
        ("上位所属コード", "1", f"所属コード「01」{told}0を補ってください。"),
        ("所属コード", "101", f"所属コード「0101」{told}桁数をそろえてください。"),
    ]


def test_two_rows_of_one_code_with_and_without_zeros_are_not_two_departments():
    assert faults({}, {"所属コード": "101", "所属名": "庶務課"}) == [(3, "所属コード", "101")]


def test_in_the_first_file_a_shorter_code_beside_longer_ones_is_pointed_out_and_taken():
    rows = [{"所属コード": code, "所属名": f"{code}部", "報告単位": ""} for code in ("9", "10", "A")]
    plan = look(Kind.DEPARTMENTS, department_file(*rows), APRIL)
    assert (plan.faults, [note.text for note in plan.notes]) == ((), [
        "所属コード9は、同じ上位所属の「10」より桁数が少ないため、先頭の0が落ちていないかを確かめてください。",
    ])  # fmt: skip
    take(*rows)
    assert look(Kind.DEPARTMENTS, department_file(*rows), APRIL).notes == ()


def test_staff_and_roles_of_a_code_without_its_zeros_are_told_the_whole_one():
    found_city()
    take_staff(person("00123"))
    files = {
        Kind.STAFF: staff_file(person("00123", 所属コード="101")),
        Kind.ROLES: role_file({"職員番号": "00123", "所属コード": "101"}),
    }
    for kind, content in files.items():
        fault = look(kind, content, APRIL).faults[0]
        assert (fault.column, fault.message) == (
            "所属コード", "登録のある所属コード「0101」と、先頭の0だけが違います。0を補ってください。",
        )  # fmt: skip
