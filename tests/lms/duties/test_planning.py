"""Opening and closing duties. The period here: 1 June to 17 July 2026."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.duties.audience import NEWCOMERS
from lms.duties.models import Duty, Requirement, TrainingPlan
from lms.duties.planning import Reconciled, reconcile
from lms.duties.plans import ask_retake
from lms.duties.status import duties_on
from lms.ledger.models import LedgerEntry
from lms.people.merging import merge_departments
from lms.people.models import DepartmentVersion, Employee, Posting, RoleGrant
from lms.people.roles import Office
from tests.factories import (
    LONG_AGO,
    completion,
    course,
    department,
    employee,
    ended,
    grant,
    jst,
    moved,
    plan,
    posting,
    requirement,
)

pytestmark = pytest.mark.django_db

FIRST_DAY, LAST_DAY = date(2026, 6, 1), date(2026, 7, 17)


def run(on: date = FIRST_DAY) -> Reconciled:
    return reconcile(on=on, at=jst(on.year, on.month, on.day, 3), actor="command:nightly")


@pytest.fixture
def asked() -> Requirement:
    return requirement()


@pytest.fixture
def person(asked: Requirement) -> Employee:
    return employee(department())


# ---- opening --------------------------------------------------------------------------------------------------------


def test_everybody_in_post_gets_each_duty_with_its_days_and_its_reason(person, asked):
    requirement(course("D-01", Office.DX), due_on=date(2026, 8, 31))
    employee(department("0102"))
    assert run() == Reconciled(opened=4, closed=0)
    row = Duty.objects.get(employee=person, requirement=asked)
    assert (row.fiscal_year, row.opened_on, row.due_on) == (2026, FIRST_DAY, LAST_DAY)
    assert row.because == "対象者「すべての職員」にR2.4.1から当てはまるため"
    assert row.recorded_at == jst(2026, 6, 1, 3)


def test_running_again_changes_nothing_and_leaves_no_trace(person):
    run()
    entries = LedgerEntry.objects.count()
    assert run() == run(date(2026, 6, 2)) == Reconciled(opened=0, closed=0)
    assert (Duty.objects.count(), LedgerEntry.objects.count()) == (1, entries)


def test_nothing_is_asked_before_the_period_opens(person):
    assert run(date(2026, 5, 31)) == Reconciled(opened=0, closed=0)


def test_nothing_is_asked_after_the_year_of_the_plan(person):
    assert run(date(2027, 4, 1)) == Reconciled(opened=0, closed=0)


@pytest.mark.parametrize("state", [s for s in TrainingPlan.State if s != TrainingPlan.State.RUNNING])
def test_only_a_running_plan_asks_anything(person, state):
    TrainingPlan.objects.update(state=state)
    assert run() == Reconciled(opened=0, closed=0)


def test_a_second_post_gives_no_second_duty(person):
    posting(person, department("0102"), kind=Posting.Kind.ADDITIONAL)
    assert run().opened == 1


def test_a_person_without_main_posting_has_no_duty(asked):
    employee()
    posting(employee(), department(), kind=Posting.Kind.ADDITIONAL)
    assert run() == Reconciled(opened=0, closed=0)


def test_a_period_shorter_than_the_newcomers_days_keeps_its_last_day(person):
    short = requirement(course("S-03"), due_on=date(2026, 6, 10))
    run()
    assert Duty.objects.get(requirement=short).due_on == date(2026, 6, 10)


# ---- newcomers ------------------------------------------------------------------------------------------------------


def test_a_newcomer_after_the_period_has_thirty_days(asked):
    someone = employee(department(), starts_on=date(2026, 10, 1))
    run(date(2026, 10, 1))
    row = Duty.objects.get(employee=someone)
    assert (row.opened_on, row.due_on) == (date(2026, 10, 1), date(2026, 10, 31))


def test_a_newcomer_found_late_is_counted_from_the_first_day_of_work(asked):
    employee(department(), starts_on=date(2026, 10, 1))
    run(date(2026, 10, 5))
    assert Duty.objects.get().opened_on == date(2026, 10, 1)


# ---- leavers and transfers ------------------------------------------------------------------------------------------


def test_who_has_left_has_the_duty_closed_from_that_day(person):
    run()
    ended(person, on=date(2026, 7, 1))
    assert run(date(2026, 6, 30)) == Reconciled(opened=0, closed=0)
    assert run(date(2026, 7, 1)) == Reconciled(opened=0, closed=1)
    row = Duty.objects.get()
    assert (row.closed_on, row.closed_at) == (date(2026, 7, 1), jst(2026, 7, 1, 3))
    assert row.close_reason == "退職等により在籍しなくなったため"


def test_a_closed_duty_is_closed_once(person):
    run()
    ended(person, on=date(2026, 7, 1))
    run(date(2026, 7, 1))
    assert run(date(2026, 7, 2)) == Reconciled(opened=0, closed=0)


def test_a_transfer_leaves_the_duty_as_it_is(person):
    run()
    moved(person, department("0102"), on=date(2026, 7, 1))
    assert run(date(2026, 7, 1)) == Reconciled(opened=0, closed=0)


def test_a_transfer_before_the_first_run_does_not_make_a_newcomer(person):
    moved(person, department("0102"), on=date(2026, 7, 10))
    run(date(2026, 7, 12))
    assert Duty.objects.get().opened_on == FIRST_DAY


def test_who_is_appointed_again_after_a_gap_is_a_newcomer_again(person):
    run()
    ended(person, on=date(2026, 7, 1))
    run(date(2026, 7, 1))
    posting(person, department("0102"), starts_on=date(2026, 10, 1))
    assert run(date(2026, 10, 1)) == Reconciled(opened=1, closed=0)
    again = Duty.objects.get(closed_at=None)
    assert (again.opened_on, again.due_on) == (date(2026, 10, 1), date(2026, 10, 31))


def test_a_gap_in_service_before_the_first_run_counts_too(person):
    ended(person, on=date(2026, 5, 1))
    posting(person, department("0102"), starts_on=date(2026, 10, 1))
    run(date(2026, 10, 1))
    assert Duty.objects.get().opened_on == date(2026, 10, 1)


def test_on_no_day_does_a_person_have_the_same_duty_twice(person):
    """Closed by a mistake in the staff file, opened again when it was mended: service never had a gap."""
    run()
    Posting.objects.void(jst(2026, 7, 1))
    run(date(2026, 7, 2))
    posting(person, department("0102"))
    assert run(date(2026, 7, 6)) == Reconciled(opened=1, closed=0)
    days = [FIRST_DAY + timedelta(days=number) for number in range(60)]
    assert max(duties_on(2026, day).count() for day in days) == 1


def test_running_for_an_earlier_day_neither_closes_newcomers_nor_brings_back_leavers(person):
    newcomer = employee(department("0102"), starts_on=date(2026, 10, 1))
    run()
    ended(person, on=date(2026, 9, 1))
    run(date(2026, 10, 1))
    assert run(date(2026, 6, 15)) == Reconciled(opened=0, closed=0)
    assert Duty.objects.get(closed_at=None).employee == newcomer


def test_a_posting_that_begins_in_the_future_asks_nothing_yet(asked):
    employee(department(), starts_on=date(2026, 7, 1), recorded_at=jst(2026, 6, 1))
    assert run(date(2026, 6, 30)) == Reconciled(opened=0, closed=0)
    assert run(date(2026, 7, 1)) == Reconciled(opened=1, closed=0)


# ---- what is entered late -------------------------------------------------------------------------------------------

HEADS = {"is": "role", "of": ["head"]}
FOLLOWS = {"cycle": Requirement.Cycle.AFTER_POSTING, "within": 3, "unit": "months", "opens_on": date(2026, 4, 1)}


def test_a_role_that_ended_before_it_was_entered_closes_the_duty_from_its_true_last_day():
    requirement(audience=HEADS)
    someone = employee(seat := department())
    role = grant(someone, "head", seat)
    run()
    RoleGrant.objects.filter(pk=role.pk).void(jst(2026, 10, 20))
    grant(someone, "head", seat, ends_on=date(2026, 9, 30))
    run(date(2026, 10, 20))
    assert Duty.objects.get().closed_on == date(2026, 10, 1)
    assert [duties_on(2026, day).count() for day in (date(2026, 9, 30), date(2026, 10, 10))] == [1, 0]
    assert duties_on(2026, date(2026, 10, 10), jst(2026, 10, 15)).count() == 1


def test_who_was_in_the_role_by_mistake_only_never_had_the_duty():
    requirement(audience=HEADS)
    someone = employee(seat := department())
    role = grant(someone, "head", seat)
    run()
    RoleGrant.objects.filter(pk=role.pk).void(jst(2026, 6, 20))
    run(date(2026, 6, 20))
    assert (Duty.objects.get().closed_on, duties_on(2026, date(2026, 6, 10)).count()) == (FIRST_DAY, 0)


def test_who_left_before_it_was_entered_has_the_duty_closed_from_the_day_after_the_last(person):
    run()
    ended(person, on=date(2026, 7, 1), at=jst(2026, 8, 3))
    run(date(2026, 8, 3))
    assert Duty.objects.get().closed_on == date(2026, 7, 1)


def test_out_and_in_again_and_out_counts_from_the_last_time_out():
    requirement(audience=HEADS)
    someone = employee(seat := department())
    role = grant(someone, "head", seat)
    run()
    RoleGrant.objects.filter(pk=role.pk).void(jst(2026, 10, 20))
    grant(someone, "head", seat, ends_on=date(2026, 7, 31))
    grant(someone, "head", seat, starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 30))
    run(date(2026, 10, 20))
    assert Duty.objects.get().closed_on == date(2026, 10, 1)


def test_the_department_of_a_past_day_is_read_as_it_was_then():
    """Hung elsewhere in September, left in October, entered in November: it was September."""
    above, below = department("0900"), department("0911")
    requirement(audience={"is": "department", "of": ["0900"]})
    version = DepartmentVersion.objects.filter(department=below)
    version.void(LONG_AGO)
    usual = {"department": below, "name": "係", "recorded_at": LONG_AGO}
    DepartmentVersion.objects.create(parent=above, ends_on=date(2026, 8, 31), **usual)
    DepartmentVersion.objects.create(starts_on=date(2026, 9, 1), **usual)
    someone = employee(below)
    run()
    moved(someone, department("0102"), on=date(2026, 10, 1))
    run(date(2026, 11, 2))
    assert Duty.objects.get().closed_on == date(2026, 9, 1)


# ---- after the year -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["running", "reported"])
def test_leaving_a_role_in_april_closes_what_is_still_open_of_last_year(state):
    requirement(audience=HEADS, **FOLLOWS)
    someone = employee(seat := department())
    grant(someone, "head", seat, starts_on=date(2027, 3, 10), ends_on=date(2027, 3, 31))
    run(date(2027, 3, 10))
    TrainingPlan.objects.update(state=state)
    assert run(date(2027, 4, 1)) == Reconciled(opened=0, closed=1)
    assert Duty.objects.get().closed_on == date(2027, 4, 1)
    assert run(date(2027, 4, 2)) == Reconciled(opened=0, closed=0)


def test_a_deadline_beyond_the_year_is_closed_with_the_role_too():
    requirement(audience=HEADS, within=3, unit="months")
    someone = employee(seat := department())
    grant(someone, "head", seat, starts_on=date(2027, 3, 10), ends_on=date(2027, 4, 30))
    run(date(2027, 3, 10))
    assert run(date(2027, 4, 30)) == Reconciled(opened=0, closed=0)
    assert run(date(2027, 5, 1)) == Reconciled(opened=0, closed=1)


def test_what_ended_with_the_year_is_left_as_it_is(person):
    run()
    ended(person, on=date(2027, 4, 1))
    assert run(date(2027, 4, 1)) == Reconciled(opened=0, closed=0)


def test_who_came_in_march_and_is_entered_in_april_is_asked_by_last_years_plan():
    asked = requirement(audience=NEWCOMERS, **FOLLOWS)
    requirement(asked.course, 2027, audience=NEWCOMERS, **(FOLLOWS | {"opens_on": date(2027, 4, 1)}))
    employee(department(), starts_on=date(2027, 3, 25))
    assert run(date(2027, 4, 2)) == Reconciled(opened=1, closed=0)
    row = Duty.objects.get()
    assert (row.requirement, row.opened_on, row.due_on) == (asked, date(2027, 3, 25), date(2027, 7, 2))
    assert run(date(2027, 4, 3)) == Reconciled(opened=0, closed=0)


# ---- roles ----------------------------------------------------------------------------------------------------------


def test_a_role_given_anew_each_april_is_no_new_role():
    requirement(audience=HEADS, **FOLLOWS)
    someone = employee(seat := department())
    grant(someone, "head", seat, starts_on=date(2025, 4, 1), ends_on=date(2026, 3, 31))
    grant(someone, "head", seat, starts_on=date(2026, 4, 1), ends_on=date(2027, 3, 31))
    assert run() == Reconciled(opened=0, closed=0)


def test_a_role_given_anew_after_a_gap_is_a_new_one():
    requirement(audience=HEADS, **FOLLOWS)
    someone = employee(seat := department())
    grant(someone, "head", seat, starts_on=date(2025, 4, 1), ends_on=date(2026, 3, 30))
    grant(someone, "head", seat, starts_on=date(2026, 4, 1))
    assert run() == Reconciled(opened=1, closed=0)
    assert Duty.objects.get().because == "対象者「所属長」にR8.4.1から当てはまるため"


# ---- meanwhile ------------------------------------------------------------------------------------------------------


def test_what_is_decided_while_an_update_runs_is_not_overlooked(person, asked):
    """The lines after the first one are read when their turn comes."""
    other = requirement(course("S-02"))
    completion(person, other.course, jst(2026, 6, 10))
    run()

    def meanwhile(percent: int) -> None:
        if percent < 100:
            ask_retake(requirement=other, on=date(2026, 11, 1), actor="00098", at=jst(2026, 11, 1))

    reconcile(on=date(2026, 11, 1), at=jst(2026, 11, 1, 3), actor="command:nightly", tell=meanwhile)
    assert Duty.objects.get(requirement=other, closed_at=None).counts_from == jst(2026, 11, 1, 0)


def test_a_plan_reported_while_an_update_runs_opens_nothing_more(person, asked):
    requirement(course("S-02"))

    def meanwhile(_percent: int) -> None:
        TrainingPlan.objects.update(state=TrainingPlan.State.REPORTED)

    found = reconcile(on=FIRST_DAY, at=jst(2026, 6, 1, 3), actor="command:nightly", tell=meanwhile)
    assert found == Reconciled(opened=1, closed=0)


# ---- the trace ------------------------------------------------------------------------------------------------------


def test_a_run_leaves_one_entry_a_requirement_with_every_duty_it_made(person):
    employee(department("0102"))
    requirement(course("D-01", Office.DX))
    run()
    entries = LedgerEntry.objects.filter(action="受講対象の更新").order_by("subject")
    assert [entry.subject for entry in entries] == ["2026 D-01", "2026 S-01"]
    assert {entry.actor for entry in entries} == {"command:nightly"}
    for entry in entries:
        made = Duty.objects.filter(requirement__course__code=entry.subject.split()[1])
        assert {pk for _, pk, _ in entry.payload["facts"]} == set(made.values_list("pk", flat=True))


def test_closing_is_traced_too(person):
    run()
    ended(person, on=date(2026, 7, 1))
    run(date(2026, 7, 1))
    entry = LedgerEntry.objects.latest("pk")
    [[label, keys, _]] = entry.payload["closed"]
    assert (entry.payload["opened"], label, keys) == (0, "duties.Duty", [Duty.objects.get().pk])


# ---- cost -----------------------------------------------------------------------------------------------------------


def test_queries_do_not_grow_with_the_number_of_people(person):
    plan()
    counts = []
    for number in (1, 3):
        for serial in range(number):
            employee(department(f"02{number}{serial}"))
        with CaptureQueriesContext(connection) as queries:
            run(FIRST_DAY + timedelta(days=number))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# ---- reorganisation in the middle of the year -----------------------------------------------------------------------


def test_a_department_that_is_merged_does_not_lose_its_training():
    """The line names 0104; from 1 October its people belong to 0106."""
    old, new = department("0104", "税務課"), department("0106", "収納課")
    requirement(audience={"is": "department", "of": ["0104"]})
    mover, stayer = employee(old), employee(new)
    run()
    merge_departments(department=old, into=new, on=date(2026, 10, 1), actor="00001", at=jst(2026, 9, 1))
    assert run(date(2026, 9, 30)) == Reconciled(opened=0, closed=0)
    assert run(date(2026, 10, 1)) == Reconciled(opened=1, closed=0)
    assert {row.employee for row in duties_on(2026, date(2026, 10, 1))} == {mover, stayer}
    assert Duty.objects.get(employee=stayer).because.startswith("対象者「収納課（下の所属を含む。）の職員」")
