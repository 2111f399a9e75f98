"""What a duty is on a day. The period here: 1 June to 17 July 2026, again 1 December 2026 to 29 January 2027."""

from datetime import date, datetime, timedelta

import pytest

from courses.models import Course
from lms.duties.audience import NEWCOMERS
from lms.duties.models import Duty, Exemption, Requirement
from lms.duties.status import TALLY, State, Tally, due_on, duties_on, own_duties
from lms.lib.fiscal_year import fiscal_year
from lms.people.models import Employee, Leave, Posting
from tests.factories import (
    account,
    cancelled,
    choice,
    completion,
    course,
    department,
    duty,
    employee,
    ended,
    exemption,
    jst,
    leave,
    lesson_read,
    moved,
    posting,
    requirement,
)

pytestmark = pytest.mark.django_db

DURING = date(2026, 6, 20)
LAST_DAY = date(2026, 7, 17)
BETWEEN = date(2026, 9, 30)
SECOND = date(2026, 12, 1)
SECOND_LAST_DAY = date(2027, 1, 29)


@pytest.fixture
def asked() -> Requirement:
    return requirement(second_opens_on=SECOND, second_due_on=SECOND_LAST_DAY)


@pytest.fixture
def person(asked: Requirement) -> Employee:
    someone = employee(department())
    duty(someone, asked)
    return someone


def state(person: Employee, on: date, known_at: datetime | None = None) -> str | None:
    return duties_on(2026, on, known_at).filter(employee=person).values_list("state", flat=True).first()


# ---- from not started to overdue ------------------------------------------------------------------------------------


def test_a_duty_starts_as_not_started(person):
    assert state(person, DURING) == State.NOT_STARTED


def test_reading_one_chapter_makes_it_in_progress_from_that_day(person, asked):
    lesson_read(person, asked.course, jst(2026, 6, 20, 23, 59))
    assert state(person, date(2026, 6, 19)) == State.NOT_STARTED
    assert state(person, DURING) == State.IN_PROGRESS


def test_a_chapter_read_last_year_does_not_begin_this_year(person, asked):
    lesson_read(person, asked.course, jst(2026, 3, 31, 23, 59))
    assert state(person, DURING) == State.NOT_STARTED


def test_the_last_day_of_the_period_is_not_overdue_and_the_next_is(person):
    assert state(person, LAST_DAY) == State.NOT_STARTED
    assert state(person, LAST_DAY + timedelta(days=1)) == State.OVERDUE


def test_one_who_began_and_missed_the_last_day_is_overdue_and_counts_as_begun(person, asked):
    lesson_read(person, asked.course, jst(2026, 7, 1))
    row = duties_on(2026, BETWEEN).annotate(**TALLY).get()
    assert (row.state, row.tally) == (State.OVERDUE, Tally.OVERDUE_BUT_BEGUN)


def test_the_second_window_takes_overdue_away_while_it_is_open(person):
    days = [SECOND - timedelta(days=1), SECOND, SECOND_LAST_DAY, SECOND_LAST_DAY + timedelta(days=1)]
    assert [state(person, day) for day in days] == [
        State.OVERDUE, State.NOT_STARTED, State.NOT_STARTED, State.OVERDUE,
    ]  # fmt: skip


def test_a_requirement_without_second_window_stays_overdue():
    asked = requirement()
    someone = employee(department())
    duty(someone, asked)
    assert state(someone, SECOND) == State.OVERDUE


def test_there_is_no_duty_before_it_was_opened_nor_in_another_year(person):
    assert state(person, date(2026, 5, 31)) is None
    assert not duties_on(2025, DURING).exists()


# ---- completed ------------------------------------------------------------------------------------------------------


def test_completion_counts_from_its_day(person, asked):
    completion(person, asked.course, jst(2026, 6, 20, 23, 59, 59))
    assert state(person, date(2026, 6, 19)) == State.NOT_STARTED
    assert state(person, DURING) == State.COMPLETED
    assert duties_on(2026, DURING).get().completed_at == jst(2026, 6, 20, 23, 59, 59)


def test_the_first_completion_of_the_year_gives_the_day(person, asked):
    completion(person, asked.course, jst(2026, 9, 1))
    completion(person, asked.course, jst(2026, 6, 12))
    row = duties_on(2026, BETWEEN).get()
    assert row.completed_at == jst(2026, 6, 12)


def test_a_minute_before_the_fiscal_year_ends_still_counts(person, asked):
    completion(person, asked.course, jst(2027, 3, 31, 23, 59))
    assert state(person, date(2027, 3, 31)) == State.COMPLETED
    assert state(person, date(2027, 4, 1)) == State.COMPLETED


def test_the_first_moment_of_the_next_fiscal_year_does_not_count(person, asked):
    completion(person, asked.course, jst(2027, 4, 1, 0, 0))
    assert state(person, date(2027, 4, 1)) == State.OVERDUE


def test_a_completion_before_the_fiscal_year_does_not_count(person, asked):
    completion(person, asked.course, jst(2026, 3, 31, 23, 59, 59))
    assert state(person, DURING) == State.NOT_STARTED


def test_a_completion_before_the_period_opened_counts_when_it_is_in_the_year(person, asked):
    completion(person, asked.course, jst(2026, 4, 1, 0, 0))
    assert state(person, DURING) == State.COMPLETED


def test_another_course_and_another_person_complete_nothing(person, asked):
    colleague = employee(department("0102"))
    completion(person, course("D-01"), jst(2026, 6, 10))
    completion(colleague, asked.course, jst(2026, 6, 10))
    assert state(person, DURING) == State.NOT_STARTED


def test_a_cancelled_completion_does_not_count_but_did_until_it_was_cancelled(person, asked):
    done = completion(person, asked.course, jst(2026, 6, 10))
    cancelled(done, jst(2026, 6, 25), by=person)
    assert state(person, date(2026, 6, 30)) == State.NOT_STARTED
    assert state(person, date(2026, 6, 12), known_at=jst(2026, 6, 24)) == State.COMPLETED


def test_a_new_completion_stands_beside_a_cancelled_one(person, asked):
    cancelled(completion(person, asked.course, jst(2026, 6, 10)), jst(2026, 6, 11), by=person)
    completion(person, asked.course, jst(2026, 6, 12))
    assert duties_on(2026, DURING).get().completed_at == jst(2026, 6, 12)


def test_completion_is_stronger_than_leave_and_exemption(person, asked):
    completion(person, asked.course, jst(2026, 6, 10))
    leave(person, date(2026, 6, 1))
    exemption(person, asked)
    assert state(person, DURING) == State.COMPLETED


# ---- exempt and deferred --------------------------------------------------------------------------------------------


def test_an_exemption_is_for_its_requirement_its_person_and_its_days_only(person, asked):
    colleague = employee(department("0102"))
    duty(colleague, asked)
    other = requirement(course("S-03"))
    duty(person, other)
    exemption(person, asked, starts_on=date(2026, 6, 20), ends_on=date(2026, 6, 25))
    assert state(colleague, DURING) == State.NOT_STARTED
    states = dict(duties_on(2026, DURING).filter(employee=person).values_list("requirement__course__code", "state"))
    assert states == {"S-01": State.EXEMPT, "S-03": State.NOT_STARTED}
    assert state(person, date(2026, 6, 19)) == state(person, date(2026, 6, 26)) == State.NOT_STARTED


def test_an_exemption_taken_back_no_longer_holds(person, asked):
    row = exemption(person, asked)
    Exemption.objects.filter(pk=row.pk).void(jst(2026, 6, 18))
    assert state(person, DURING) == State.NOT_STARTED
    assert state(person, DURING, known_at=jst(2026, 6, 17)) == State.EXEMPT


def test_an_exemption_is_stronger_than_leave(person, asked):
    leave(person, date(2026, 6, 1))
    exemption(person, asked)
    assert state(person, DURING) == State.EXEMPT


def test_leave_defers_on_its_first_and_last_day_and_not_beyond(person):
    leave(person, date(2026, 6, 10), date(2026, 6, 20))
    days = [date(2026, 6, 9), date(2026, 6, 10), date(2026, 6, 20), date(2026, 6, 21)]
    assert [state(person, day) for day in days] == [
        State.NOT_STARTED, State.DEFERRED, State.DEFERRED, State.NOT_STARTED,
    ]  # fmt: skip


def test_leave_without_an_end_defers_until_further_notice(person):
    leave(person, date(2026, 6, 10))
    assert state(person, date(2027, 3, 31)) == State.DEFERRED


def test_who_returns_after_the_period_has_thirty_days(person):
    leave(person, date(2026, 5, 1), date(2026, 8, 31))
    days = [date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 1)]
    assert [state(person, day) for day in days] == [
        State.DEFERRED, State.NOT_STARTED, State.NOT_STARTED, State.OVERDUE,
    ]  # fmt: skip


def test_who_returns_early_in_the_period_keeps_the_last_day_of_the_period(person):
    leave(person, date(2026, 5, 1), date(2026, 6, 5))
    assert state(person, LAST_DAY) == State.NOT_STARTED
    assert state(person, LAST_DAY + timedelta(days=1)) == State.OVERDUE


def test_a_leave_that_was_never_taken_gives_no_days(person):
    row = leave(person, date(2026, 5, 1), date(2026, 8, 31))
    Leave.objects.filter(pk=row.pk).void(jst(2026, 5, 2))
    assert state(person, DURING) == State.NOT_STARTED
    assert state(person, date(2026, 9, 1)) == State.OVERDUE


# ---- where the person sits ------------------------------------------------------------------------------------------


def test_a_duty_stands_at_the_main_posting_of_the_day(person):
    first, second = person.postings.get().department, department("0102")
    moved(person, second, on=date(2026, 7, 1))
    seats = [duties_on(2026, day).get().department_id for day in (date(2026, 6, 30), date(2026, 7, 1))]
    assert seats == [first.pk, second.pk]


def test_a_second_post_neither_doubles_a_duty_nor_moves_it(person):
    main = person.postings.get().department
    for number, kind in enumerate((Posting.Kind.ADDITIONAL, Posting.Kind.CONCURRENT, Posting.Kind.ACTING)):
        posting(person, department(f"010{number + 2}"), kind=kind)
    assert duties_on(2026, DURING).get().department_id == main.pk


def test_who_has_left_is_counted_no_more_even_before_reconcile_runs(person):
    ended(person, on=date(2026, 7, 1))
    assert state(person, date(2026, 6, 30)) == State.NOT_STARTED
    assert state(person, date(2026, 7, 1)) is None


def test_a_closed_duty_stands_until_the_day_before_it_was_closed(person):
    Duty.objects.update(closed_at=jst(2026, 7, 1), closed_on=date(2026, 7, 1), close_reason="退職")
    assert state(person, date(2026, 6, 30)) == State.NOT_STARTED
    assert state(person, date(2026, 7, 1)) is None


# ---- what was true and what was known -------------------------------------------------------------------------------


def test_a_transfer_entered_late_changes_the_answer_known_today_and_not_the_one_known_then(person):
    first, second = person.postings.get().department, department("0102")
    moved(person, second, on=date(2026, 9, 1), at=jst(2026, 10, 10))
    as_known_then = duties_on(2026, BETWEEN, known_at=jst(2026, 10, 5)).get()
    as_known_today = duties_on(2026, BETWEEN).get()
    assert (as_known_then.department_id, as_known_today.department_id) == (first.pk, second.pk)


def test_a_completion_entered_late_was_not_known_before(person, asked):
    completion(person, asked.course, jst(2026, 6, 10), recorded_at=jst(2026, 7, 1))
    assert state(person, DURING) == State.COMPLETED
    assert state(person, DURING, known_at=jst(2026, 6, 30)) == State.NOT_STARTED


def test_a_leave_entered_late_was_not_known_before(person):
    leave(person, date(2026, 6, 1), recorded_at=jst(2026, 7, 1))
    assert state(person, DURING) == State.DEFERRED
    assert state(person, DURING, known_at=jst(2026, 6, 30)) == State.NOT_STARTED


def test_a_duty_entered_late_and_one_closed_late_are_known_from_then_on(asked):
    someone = employee(department())
    duty(someone, asked, recorded_at=jst(2026, 6, 15))
    Duty.objects.update(closed_at=jst(2026, 8, 1), closed_on=date(2026, 6, 18), close_reason="退職")
    assert state(someone, DURING, known_at=jst(2026, 6, 14)) is None
    assert state(someone, DURING, known_at=jst(2026, 7, 31)) == State.NOT_STARTED
    assert state(someone, DURING) is None


def test_a_chapter_is_read_when_it_was_read_whenever_one_asks(person, asked):
    lesson_read(person, asked.course, jst(2026, 6, 25))
    assert state(person, date(2026, 6, 30), known_at=jst(2026, 6, 24)) == State.NOT_STARTED
    assert state(person, date(2026, 6, 30), known_at=jst(2026, 6, 26)) == State.IN_PROGRESS


# ---- one's own duties -----------------------------------------------------------------------------------------------


def test_own_duties_come_by_last_day_and_carry_their_state(person, asked):
    early = requirement(course("S-02"), due_on=date(2026, 6, 30))
    duty(person, early)
    completion(person, asked.course, jst(2026, 6, 10))
    rows = own_duties(person, 2026, DURING)
    assert [(row.duty.requirement.course.code, row.state, row.due_on, row.done) for row in rows] == [
        ("S-02", State.NOT_STARTED, date(2026, 6, 30), False),
        ("S-01", State.COMPLETED, LAST_DAY, True),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_own_duties_take_one_query_whatever_their_number(number, django_assert_num_queries):
    someone = employee(department())
    for serial in range(number):
        duty(someone, requirement(course(f"S-{serial:02}")))
    leave(someone, date(2026, 1, 1), date(2026, 3, 31))
    with django_assert_num_queries(1):
        assert len(own_duties(someone, 2026, DURING)) == number


def test_the_second_window_moves_the_last_day_once_it_has_opened(person):
    [before] = own_duties(person, 2026, SECOND - timedelta(days=1))
    [after] = own_duties(person, 2026, SECOND)
    assert (before.due_on, after.due_on) == (LAST_DAY, SECOND_LAST_DAY)


def test_the_return_from_leave_moves_the_last_day_and_it_stays_moved(person):
    leave(person, date(2026, 5, 1), date(2026, 8, 31))
    days = [own_duties(person, 2026, day)[0].due_on for day in (date(2026, 9, 1), date(2026, 10, 15))]
    assert days == [date(2026, 9, 30), date(2026, 9, 30)]


def test_of_several_returns_the_last_one_that_is_over_moves_the_last_day(person):
    leave(person, date(2026, 7, 1), date(2026, 9, 5))
    leave(person, date(2026, 5, 1), date(2026, 6, 30))
    days = [own_duties(person, 2026, day)[0].due_on for day in (date(2026, 8, 31), date(2026, 9, 6))]
    assert days == [max(LAST_DAY, date(2026, 7, 30)), date(2026, 10, 5)]


def test_overdue_is_being_past_the_last_day_that_applies(person):
    """The state, computed in the database, and the day shown to the person say the same on every day of the year."""
    leave(person, date(2026, 7, 1), date(2026, 8, 31))
    row = Duty.objects.select_related("requirement").get()
    for number in range((date(2027, 3, 31) - date(2026, 9, 1)).days + 1):
        on = date(2026, 9, 1) + timedelta(days=number)
        assert (state(person, on) == State.OVERDUE) == (due_on(row, on, [date(2026, 8, 31)]) < on), on


def test_an_account_gives_no_duty():
    someone = employee(department())
    account(someone)
    assert own_duties(someone, 2026, DURING) == []


# ---- earlier years --------------------------------------------------------------------------------------------------

NEXT = date(2027, 4, 20)


@pytest.fixture
def newcomer() -> Employee:
    """Came on 15 January with the newcomers' course due in February, without end."""
    someone = employee(department(), starts_on=date(2027, 1, 15))
    duty(
        someone, requirement(course("S-02"), audience=NEWCOMERS, cycle=Requirement.Cycle.AFTER_POSTING),
        opened_on=date(2027, 1, 15), due_on=date(2027, 2, 14), counts_from=jst(2027, 1, 15, 0), counts_until=None,
    )  # fmt: skip
    return someone


def own(person: Employee, on: date) -> list[tuple[str, State]]:
    return [(row.duty.requirement.course.code, row.state) for row in own_duties(person, fiscal_year(on), on)]


@pytest.mark.parametrize("on", [date(2027, 4, 1), NEXT, date(2028, 4, 1)])
def test_what_was_not_done_stays_on_ones_page_in_the_next_years(newcomer, on):
    assert own(newcomer, on) == [("S-02", State.OVERDUE)]


def test_what_is_done_late_is_shown_as_done_until_the_year_is_over(newcomer):
    completion(newcomer, Duty.objects.get().requirement.course, jst(2027, 4, 10))
    assert own(newcomer, NEXT) == [("S-02", State.COMPLETED)]
    assert own(newcomer, date(2028, 4, 1)) == []


def test_what_was_done_before_april_or_is_asked_no_more_is_not_carried_over(newcomer):
    Duty.objects.filter(employee=newcomer).update(
        closed_at=jst(2027, 4, 1), closed_on=date(2027, 4, 1), close_reason="-"
    )
    done = employee(department("0102"))
    duty(done, requirement(course("S-03")), due_on=date(2027, 4, 30), counts_until=None)
    completion(done, Course.objects.get(code="S-03"), jst(2027, 3, 20))
    assert own(newcomer, NEXT) == own(done, NEXT) == []


def test_a_deadline_beyond_the_years_end_is_carried_over_and_an_ordinary_duty_is_not(person):
    other = requirement(course("S-04"))
    duty(person, other, opened_on=date(2027, 3, 20), due_on=date(2027, 5, 1), counts_until=jst(2027, 5, 2, 0))
    assert own(person, NEXT) == [("S-04", State.NOT_STARTED)]
    assert own(person, date(2028, 4, 1)) == []


@pytest.mark.parametrize(("done", "shown"), [([], ["SEL-01"]), (["A"], [])])
def test_a_choice_is_carried_over_until_enough_are_done(done, shown):
    courses = {code: course(code) for code in ("A", "B")}
    someone = employee(department())
    duty(someone, choice(1, *courses.values(), cycle=Requirement.Cycle.AFTER_POSTING), counts_until=None)
    for code in done:
        completion(someone, courses[code], jst(2026, 6, 20))
    assert [code for code, _ in own(someone, NEXT)] == shown
