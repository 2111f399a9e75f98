"""The city's files beside the project, as they are: the figures of their README."""

from datetime import date

import pytest

from lms.people.models import Employee, Posting, RoleGrant
from tests.lms.importing.conftest import SHARED
from tests.lms.importing.samples import Kind, counted, take_in

pytestmark = pytest.mark.django_db

APRIL, OCTOBER, NEXT_APRIL = date(2026, 4, 1), date(2026, 10, 1), date(2027, 4, 1)


def take(kind: Kind, name: str, on: date):
    return take_in(kind, (SHARED / name).read_bytes(), on)


@pytest.fixture
def april(db: None) -> None:
    assert counted(take(Kind.DEPARTMENTS, "departments_2026-04-01.csv", APRIL)) == {"new": 40}
    assert counted(take(Kind.STAFF, "staff_2026-04-01.csv", APRIL)) == {"new": 421}


@pytest.fixture
def october(april: None) -> None:
    assert counted(take(Kind.ROLES, "roles_2026-04-01.csv", OCTOBER)) == {"new": 172}
    assert counted(take(Kind.STAFF, "staff_2026-10-01.csv", OCTOBER)) == {
        "new": 5, "left": 4, "moved": 19, "changed": 2, "unchanged": 396,
    }  # fmt: skip


def test_the_april_file_again_changes_nothing(april):
    assert counted(take(Kind.STAFF, "staff_2026-04-01.csv", APRIL)) == {"unchanged": 421}


def test_the_october_file_again_changes_nothing(october):
    assert counted(take(Kind.STAFF, "staff_2026-10-01.csv", OCTOBER)) == {"unchanged": 426}


def test_the_april_files_again_after_october_change_nothing(october):
    before = Posting.objects.count(), RoleGrant.objects.count()

    assert counted(take(Kind.STAFF, "staff_2026-04-01.csv", APRIL)) == {"unchanged": 421}
    assert counted(take(Kind.ROLES, "roles_2026-04-01.csv", OCTOBER)) == {"unchanged": 172}
    assert (Posting.objects.count(), RoleGrant.objects.count()) == before


def test_numbers_names_and_days_are_those_of_the_file(april):
    first = Employee.objects.get(staff_number="00007")
    assert (first.name, first.kana, first.email) == ("濵田　綾香", "ハマダ　アヤカ", "s00007@city.example.lg.jp")
    assert {"德永　正樹", "川﨑　大樹", "瀨戸口　剛"} <= set(Employee.objects.values_list("name", flat=True))
    assert Posting.objects.filter(kind="additional").count() == 4
    part_timer = Posting.objects.get(employee__staff_number="K0001")
    assert (part_timer.starts_on, part_timer.ends_on) == (date(2026, 4, 1), date(2027, 3, 31))


def test_a_head_who_moves_heads_the_old_department_no_more(october):
    heads = RoleGrant.objects.known().filter(role="head", department__code="0109")

    assert [head.ends_on for head in heads] == [date(2026, 9, 30)]


def test_there_is_one_main_posting_for_everybody_in_service_on_either_day(october):
    for day, people in ((APRIL, 421), (OCTOBER, 422)):
        mains = Posting.objects.on(day).filter(kind="main")
        assert mains.count() == mains.values("employee").distinct().count() == people


def test_the_next_fiscal_year_renames_and_splits_departments_and_gives_new_numbers(october):
    departments = take(Kind.DEPARTMENTS, "departments_2027-04-01.csv", NEXT_APRIL)
    content = (SHARED / "staff_2027-04-01.csv").read_bytes()
    # One row of the file has a term that ends before the posting begins: refused with its row, and mended here.
    refused = take_in(Kind.STAFF, content, NEXT_APRIL)
    assert [(fault.row, fault.column, fault.text) for fault in refused.faults] == [(264, "任期満了日", "R9.3.31")]
    mended = content.replace(b"R9.4.1,H15.4.1,R9.3.31", b"R9.4.1,H15.4.1,R10.3.31")

    plan = take_in(Kind.STAFF, mended, NEXT_APRIL)
    again = take_in(Kind.STAFF, mended, NEXT_APRIL)

    assert counted(departments) == {"new": 1, "changed": 2, "unchanged": 38}
    assert (counted(plan)["new"], counted(plan)["left"], sum(plan.counts.values())) == (9, 35, 431)
    assert counted(again) == {"unchanged": 431}
    assert Employee.objects.filter(staff_number="K0139").exists()
    assert not Employee.objects.filter(staff_number="K0001").exists()
    assert Employee.objects.get(staff_number="02079").name.startswith("\ue000")
    assert Employee.objects.get(staff_number="00007").kana == "ハマダ　アヤカ"
