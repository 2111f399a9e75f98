"""The golden rule of each cycle as a table of days: what the line says, what the person brings, what comes of it."""

from datetime import date

import pytest

from lms.duties.dues import Standing, opens, terms
from lms.duties.models import Requirement, TrainingPlan
from lms.lib.fiscal_year import end_of_day, end_of_year, start_of_day, start_of_year

YEARLY, TWELVE, AFTER, ONCE = "yearly", "twelve-months", "after-posting", "once"
LONG_AGO = date(2020, 4, 1)
DAY = date.fromisoformat


def line(cycle: str, **values: object) -> Requirement:
    """Of 令和8年度, from 1 June to 17 July, with thirty days for who comes later."""
    plan = TrainingPlan(fiscal_year=values.pop("year", 2026), state=values.pop("state", "running"))
    usual = {"opens_on": date(2026, 6, 1), "due_on": date(2026, 7, 17)}
    return Requirement(plan=plan, cycle=cycle, **(usual | values))


def standing(since: str = "2020-04-01", known: str = "", **days: str) -> Standing:
    """Known on its first day, unless told otherwise."""
    return Standing(DAY(since), DAY(known or since), **{name: DAY(day) for name, day in days.items()})


def days(asked: Requirement, brought: Standing) -> tuple[str, str] | None:
    found = terms(asked, brought)
    return found and (found.opened_on.isoformat(), found.due_on.isoformat())


# ---- 年度に1回 -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("brought", "opened_on", "due_on"),
    [
        (standing(), "2026-06-01", "2026-07-17"),
        (standing(known="2026-08-01"), "2026-06-01", "2026-07-17"),
        (standing("2026-06-01"), "2026-06-01", "2026-07-17"),
        (standing("2026-06-17"), "2026-06-17", "2026-07-17"),
        (standing("2026-06-18"), "2026-06-18", "2026-07-18"),
        (standing("2026-10-01"), "2026-10-01", "2026-10-31"),
        (standing("2026-10-01", known="2026-11-15"), "2026-10-01", "2026-12-15"),
        (standing("2027-03-01"), "2027-03-01", "2027-03-31"),
        (standing("2027-03-31"), "2027-03-31", "2027-04-30"),
        (standing(closed_on="2026-09-01", known="2026-09-10"), "2026-09-01", "2026-10-10"),
    ],
)
def test_who_is_there_has_the_period_and_who_comes_later_has_thirty_days(brought, opened_on, due_on):
    assert days(line(YEARLY), brought) == (opened_on, due_on)


@pytest.mark.parametrize(
    ("since", "due_on"), [("2026-10-01", "2027-01-01"), ("2027-02-01", "2027-05-01"), ("2027-03-25", "2027-06-25")]
)
def test_three_months_after_taking_a_role_stay_three_months_beyond_the_years_end(since, due_on):
    asked = line(YEARLY, within=3, unit="months")
    assert terms(asked, standing(since)).due_on == DAY(due_on)


def test_a_completion_counts_to_the_end_of_the_year_and_where_there_is_more_time_to_the_end_of_that():
    usual, late = terms(line(YEARLY), standing()), terms(line(YEARLY), standing("2027-03-25"))
    assert (usual.counts_from, usual.counts_until) == (start_of_year(2026), end_of_year(2026))
    assert (late.counts_from, late.counts_until) == (start_of_year(2026), end_of_day(date(2027, 4, 24)))


# ---- おおむね1年 -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opens_on", "due_on", "completed_on", "found"),
    [
        ("2027-04-01", "2028-03-31", "2026-06-10", ("2027-04-01", "2027-06-10")),
        ("2027-06-01", "2027-07-17", "2026-10-01", ("2027-06-01", "2027-10-01")),
        ("2027-09-01", "2027-10-29", "2026-06-10", ("2027-05-11", "2027-06-10")),
        ("2027-09-01", "2027-10-29", "2026-04-20", ("2027-04-01", "2027-05-01")),
        ("2027-06-01", "2027-07-17", "2027-03-25", ("2027-06-01", "2028-03-25")),
        ("2027-06-01", "2027-07-17", "2020-05-01", ("2027-04-01", "2027-05-01")),
    ],
)
def test_twelve_months_after_the_last_completion_wherever_the_period_lies(opens_on, due_on, completed_on, found):
    asked = line(TWELVE, year=2027, opens_on=DAY(opens_on), due_on=DAY(due_on))
    assert days(asked, standing(known="2027-04-01", completed_on=completed_on)) == found


def test_told_when_the_twelve_months_are_over_one_has_thirty_days_all_the_same():
    asked = line(TWELVE, year=2027, opens_on=date(2027, 4, 1), due_on=date(2028, 3, 31))
    brought = standing(known="2027-07-01", completed_on="2026-06-10")
    assert days(asked, brought) == ("2027-04-01", "2027-07-31")


def test_days_of_grace_beyond_the_years_end_count():
    asked = line(TWELVE, year=2027, opens_on=date(2027, 4, 1), due_on=date(2028, 3, 31), grace_days=30)
    found = terms(asked, standing(known="2027-04-01", completed_on="2027-03-25"))
    assert (found.due_on, found.counts_until) == (date(2028, 4, 24), end_of_day(date(2028, 4, 24)))


def test_who_never_completed_has_the_period_of_the_plan():
    assert days(line(TWELVE), standing()) == ("2026-06-01", "2026-07-17")


def test_a_retake_does_not_wait_for_the_twelve_months():
    brought = standing(known="2026-06-20", completed_on="2026-03-10")
    assert days(line(TWELVE, retake_on=date(2026, 6, 20)), brought) == ("2026-06-20", "2026-07-20")


# ---- 対象となった日から期限まで -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opens_on", "brought", "found"),
    [
        ("2026-04-01", standing("2026-04-01"), ("2026-04-01", "2026-05-01")),
        ("2026-04-01", standing("2026-10-01"), ("2026-10-01", "2026-10-31")),
        ("2026-04-01", standing("2027-03-20"), ("2027-03-20", "2027-04-19")),
        # the plan began on 20 May; a transfer of 1 October was entered in November; one of March in April
        ("2026-04-01", standing("2026-04-01", known="2026-05-20"), ("2026-04-01", "2026-06-19")),
        ("2026-04-01", standing("2026-10-01", known="2026-11-15"), ("2026-10-01", "2026-12-15")),
        ("2026-04-01", standing("2027-03-25", known="2027-04-02"), ("2027-03-25", "2027-05-02")),
        # who came before a period that is given has the period
        ("2026-06-01", standing("2026-04-01", known="2026-06-01"), ("2026-06-01", "2026-07-17")),
        ("2026-06-01", standing("2026-04-01", known="2026-07-10"), ("2026-06-01", "2026-08-09")),
        ("2026-06-01", standing("2026-06-01"), ("2026-06-01", "2026-07-01")),
        ("2026-04-01", standing("2026-03-31"), None),
        ("2026-04-01", standing("2027-04-01"), None),
    ],
)
def test_so_long_after_coming_under_the_line_and_after_being_told(opens_on, brought, found):
    assert days(line(AFTER, opens_on=DAY(opens_on)), brought) == found


def test_what_was_learnt_since_coming_under_the_line_counts_and_there_is_no_end_to_it():
    found = terms(line(AFTER), standing("2026-04-01", known="2026-06-01"))
    assert (found.counts_from, found.counts_until) == (start_of_day(date(2026, 4, 1)), None)


# ---- 一度だけ --------------------------------------------------------------------------------------------------------


def test_once_is_once():
    assert days(line(ONCE), standing()) == ("2026-06-01", "2026-07-17")
    assert days(line(ONCE), standing(completed_on="2021-06-01")) is None


def test_a_retake_asks_even_what_is_asked_once():
    asked = line(ONCE, retake_on=date(2026, 11, 1))
    found = terms(asked, standing(known="2026-11-01", completed_on="2021-06-01"))
    assert (found.opened_on, found.due_on) == (date(2026, 11, 1), date(2026, 12, 1))
    assert found.counts_from == start_of_day(date(2026, 11, 1))


# ---- on which days a line gives duties -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cycle", "state", "on", "gives"),
    [
        (YEARLY, "running", "2026-05-31", False),
        (YEARLY, "running", "2026-06-01", True),
        (YEARLY, "running", "2027-03-31", True),
        (YEARLY, "running", "2027-04-01", False),
        (TWELVE, "running", "2026-04-01", True),
        (AFTER, "running", "2026-04-01", True),
        (AFTER, "running", "2027-04-02", True),
        (AFTER, "running", "2028-04-01", False),
        (AFTER, "reported", "2027-04-02", False),
        (YEARLY, "reported", "2026-06-01", False),
    ],
)
def test_a_line_gives_duties_while_its_plan_runs(cycle, state, on, gives):
    assert opens(line(cycle, state=state), DAY(on)) is gives
