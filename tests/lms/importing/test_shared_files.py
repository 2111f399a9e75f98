"""The city's files beside the project, as they are: the figures of their README."""

from datetime import date

import pytest

from lms.importing.carrying_out.applying import import_at_once
from lms.importing.carrying_out.undoing import undo_import
from lms.importing.comparing.plans import Consent
from lms.importing.models import ImportBatch
from lms.people.models import Employee, Posting, RoleGrant
from lms.people.organisation import organisation
from tests.factories import jst
from tests.lms.importing.conftest import SHARED
from tests.lms.importing.samples import Kind, counted, take_in

pytestmark = pytest.mark.django_db

APRIL, OCTOBER, NEXT_APRIL = date(2026, 4, 1), date(2026, 10, 1), date(2027, 4, 1)


def take(kind: Kind, name: str, on: date):
    return take_in(kind, (SHARED / name).read_bytes(), on)


def take_next_april(kind: Kind, content: bytes):
    return take_in(kind, content, NEXT_APRIL, jst(2027, 4, 1))


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


@pytest.fixture
def next_april(october: None) -> None:
    content = (SHARED / "departments_2027-04-01.csv").read_bytes()
    assert counted(take_next_april(Kind.DEPARTMENTS, content)) == {"new": 1, "changed": 2, "unchanged": 38}


def mended() -> bytes:
    """One row of the file has a term that ends before the posting begins."""
    content = (SHARED / "staff_2027-04-01.csv").read_bytes()
    return content.replace(b"R9.4.1,H15.4.1,R9.3.31", b"R9.4.1,H15.4.1,R10.3.31")


def test_a_term_that_has_ended_is_refused_with_its_row(next_april):
    refused = take(Kind.STAFF, "staff_2027-04-01.csv", NEXT_APRIL)

    assert [(fault.row, fault.column, fault.text) for fault in refused.faults] == [(264, "任期満了日", "R9.3.31")]
    assert [(row.row, row.subject) for row in refused.left_out] == [(264, "01022")]


def test_the_clerk_may_leave_that_row_out(next_april):
    content = (SHARED / "staff_2027-04-01.csv").read_bytes()
    plan = import_at_once(
        kind=Kind.STAFF, on=NEXT_APRIL, filename="f.csv", content=content, by="command:test", at=jst(2027, 4, 1),
        consent=Consent(leaves_out=True),
    )  # fmt: skip

    assert sum(plan.counts.values()) == 430
    assert Posting.objects.known().filter(employee__staff_number="01022", starts_on__gte=NEXT_APRIL).count() == 0


def test_the_next_fiscal_year_renames_and_splits_departments(next_april):
    before, after = organisation(date(2027, 3, 31)), organisation(NEXT_APRIL)

    assert (before.by_code("0102").name, after.by_code("0102").name) == ("企画政策課", "企画デジタル課")
    assert (before.by_code("0109").name, after.by_code("0109").name) == ("水産商工観光課", "水産課")
    assert (before.by_code("0114"), after.by_code("0114").name) == (None, "商工観光課")


def test_the_next_fiscal_year_brings_nine_people_and_new_numbers_for_others(next_april):
    plan = take_next_april(Kind.STAFF, mended())

    assert (counted(plan)["new"], counted(plan)["left"], sum(plan.counts.values())) == (9, 35, 431)
    assert counted(take_next_april(Kind.STAFF, mended())) == {"unchanged": 431}
    assert Employee.objects.filter(staff_number="K0139").exists()
    assert not Employee.objects.filter(staff_number="K0001").exists()
    assert Employee.objects.get(staff_number="02079").name.startswith("\ue000")
    assert Employee.objects.get(staff_number="00007").kana == "ハマダ　アヤカ"
    assert not any(cell.column == "カナ氏名" for change in plan.of("changed") for cell in change.cells)


def test_the_transfer_into_the_new_department_counts_as_moves(next_april):
    plan = take_next_april(Kind.STAFF, mended())
    seats = Posting.objects.known().filter(kind="main", department__code="0114")

    assert seats.exists()
    assert {posting.starts_on >= NEXT_APRIL for posting in seats} == {True}
    assert len(plan.of("moved")) > 20


def test_the_whole_year_can_be_taken_back(next_april):
    before = Posting.objects.known().count(), sorted(Employee.objects.values_list("staff_number", "name", "kana"))
    plan = take_next_april(Kind.STAFF, mended())
    undo_import(batch=ImportBatch.objects.get(pk=plan.batch), actor="command:test", at=jst(2027, 4, 2))

    newcomers = {change.subject for change in plan.of("new")}
    people = Employee.objects.exclude(staff_number__in=newcomers)
    assert (Posting.objects.known().count(), sorted(people.values_list("staff_number", "name", "kana"))) == before
