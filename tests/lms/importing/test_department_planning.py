"""Departments in time: what a file of a day makes of names, parents and marks."""

from datetime import date

import pytest

from lms.people.models import DepartmentVersion
from lms.people.organisation import organisation
from tests import factories
from tests.lms.importing.samples import APRIL, OCTOBER, Kind, counted, department_file, look, take_in

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
