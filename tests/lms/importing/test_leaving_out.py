"""誤りのある行を除いて反映する: all rows of the person stay out, the others go in, and the page lists what did not."""

import pytest

from lms.importing.carrying_out.applying import import_at_once
from lms.importing.comparing.plans import Consent, Plan
from lms.importing.comparing.reach import Reach
from lms.importing.models import ImportBatch
from lms.people.models import Department, Employee, RoleGrant
from lms.people.organisation import organisation
from tests.lms.importing.samples import (
    APRIL,
    NOW,
    OCTOBER,
    Kind,
    department_file,
    look,
    person,
    role_file,
    staff_file,
    take_staff,
)

pytestmark = pytest.mark.usefixtures("city")


def take_the_rest(kind: Kind, content: bytes, on=APRIL, reach=Reach.LISTED) -> Plan:
    consent = Consent(leaves_out=True)
    return import_at_once(
        kind=kind, on=on, filename="f.csv", content=content, by="command:test", at=NOW, consent=consent, reach=reach
    )


def rows(plan: Plan) -> list[tuple[int, str]]:
    return [(one.row, one.subject) for one in plan.left_out]


def numbers() -> list[str]:
    return list(Employee.objects.order_by("staff_number").values_list("staff_number", flat=True))


def test_every_row_of_the_person_stays_out_and_the_others_are_taken_in():
    content = staff_file(
        person("00001"), person("00001", 本務兼務="兼務", 所属コード="9999"), person("00002"),
        person("00003", 発令日="いつか"), person("00003", 本務兼務="兼務", 所属コード="0102"),
    )  # fmt: skip
    plan = take_the_rest(Kind.STAFF, content)

    assert rows(plan) == [(2, "00001"), (3, "00001"), (5, "00003"), (6, "00003")]
    assert numbers() == ["00002"]
    assert ImportBatch.objects.get(pk=plan.batch).notes[:2] == [
        "2行目　00001　髙橋　正樹は、誤りのある行と併せて除きました。",
        "3行目　00001　髙橋　正樹は、誤りのある行と併せて除きました。",
    ]


def test_both_rows_that_mean_one_person_stay_out():
    take_staff(person("K0001"))
    content = staff_file(person("K0001", 職名="参事"), person("K0139", 旧職員番号="K0001"), person("00002"))
    plan = take_the_rest(Kind.STAFF, content)

    assert rows(plan) == [(2, "K0001"), (3, "K0139")]
    assert Employee.objects.get(staff_number="K0001").postings.get().job_title == "主査"


def test_without_the_wish_one_bad_row_stops_the_whole():
    plan = take_staff(person("00001", 所属コード="9999"), person("00002"))

    assert (plan.batch, numbers()) == ("", [])


def test_a_file_of_which_nothing_remains_is_not_applied():
    assert take_the_rest(Kind.STAFF, staff_file(person(所属コード="9999"))).batch == ""


def test_a_whole_replacement_must_be_whole():
    take_staff(person("00001"), person("00002"))
    content = staff_file(person("00001", 職名="参事"), person("00002", 所属コード="9999"))

    assert take_the_rest(Kind.STAFF, content, OCTOBER, Reach.EVERYBODY).batch == ""


def test_a_person_whose_row_cannot_be_read_is_not_taken_for_absent():
    take_staff(person("00001"), person("00002"))
    content = staff_file(person("00001"), person("00002", 所属コード="9999"))
    plan = look(Kind.STAFF, content, OCTOBER, Reach.EVERYBODY)

    assert plan.drop.absent == 0


def test_departments_below_one_that_stays_out_stay_out_too():
    content = department_file(
        {"所属コード": "0201", "所属名": ""}, {"所属コード": "020101", "上位所属コード": "0201"},
        {"所属コード": "02010101", "上位所属コード": "020101"}, {"所属コード": "0103", "上位所属コード": "01"},
        {"所属コード": "010101", "所属名": "行政係", "上位所属コード": "0103", "報告単位": ""},
    )  # fmt: skip
    plan = take_the_rest(Kind.DEPARTMENTS, content, OCTOBER)

    assert rows(plan) == [(2, "0201"), (3, "020101"), (4, "02010101")]
    found = organisation(OCTOBER)
    assert found.by_code("020101") is None
    assert found.nodes[found.by_code("010101").parent_id].code == "0103"
    assert not Department.objects.filter(code__startswith="02").exists()


def test_no_circle_arises_from_what_remains():
    """総務課 and 行政係 change places; with only one of the two rows each would stand above the other."""
    content = department_file(
        {"所属コード": "0101", "所属名": "総務課", "上位所属コード": "010101"},
        {"所属コード": "010101", "所属名": "行政係", "上位所属コード": "01", "報告単位": "はい"},
        {"所属コード": "0102", "所属名": "企画課", "上位所属コード": "01"},
    )
    plan = take_the_rest(Kind.DEPARTMENTS, content, OCTOBER)

    assert rows(plan) == [(2, "0101"), (3, "010101")]
    assert organisation(OCTOBER).by_code("0102").name == "企画課"


def test_roles_of_a_person_with_a_wrong_row_stay_out():
    take_staff(person("00001"), person("00002"))
    content = role_file(
        {"職員番号": "00001"}, {"職員番号": "00001", "役割": "課長"}, {"職員番号": "00002"},
        {"職員番号": "99999"},
    )  # fmt: skip
    plan = take_the_rest(Kind.ROLES, content)

    assert rows(plan) == [(2, "00001"), (3, "00001"), (5, "99999")]
    assert [grant.employee.staff_number for grant in RoleGrant.objects.all()] == ["00002"]
