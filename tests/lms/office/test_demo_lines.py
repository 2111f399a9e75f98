"""What the made-up city asks of some people only, and how its people learn what they choose."""

from datetime import date
from random import Random

import pytest

from lms.duties.models import Duty, Requirement
from lms.lib.fiscal_year import last_day
from lms.office.demo.lines import draft_lines
from lms.office.demo.year import run_plan, studies
from lms.people.roles import Office
from tests import factories as make

pytestmark = pytest.mark.django_db
YEAR, AT = 2026, make.jst(2026, 4, 1)
CHOICES = [f"D-0{number}" for number in range(2, 8)]


def drafted(office, *codes):
    for code in codes:
        make.course(code, office=office)
    draft_lines(YEAR, office, AT)
    return Requirement.objects.filter(plan__office=office).select_related("course")


def test_heads_newcomers_and_handlers_have_lines_of_their_own():
    lines = drafted(Office.SECURITY, "S-01", "S-02", "S-03", "S-05")

    assert {line.course.code: line.cycle for line in lines} == {
        "S-02": "after-posting", "S-03": "twelve-months", "S-05": "yearly",
    }  # fmt: skip


def test_two_of_six_are_to_be_chosen():
    (line,) = drafted(Office.DX, *CHOICES)

    assert (line.needed, line.choices.count()) == (2, 6)


def test_a_library_without_these_courses_asks_nothing_more():
    assert list(drafted(Office.DX, "D-01", "D-02", "D-03")) == []
    assert list(drafted(Office.SECURITY, "S-01")) == []


def test_people_learn_as_many_of_the_choice_as_are_needed():
    seat = make.department()
    for _ in range(20):
        make.employee(seat)
    drafted(Office.DX, *CHOICES)
    run_plan(YEAR, Office.DX, last_day(YEAR), AT)

    learnt = list(studies(YEAR, date(YEAR, 9, 15), Random(1), frozenset()))

    assert Duty.objects.count() == 20
    by_person = [[study.course.code for study in learnt if study.duty.employee_id == pk] for pk in _people()]
    assert all(len(codes) == len(set(codes)) <= 2 for codes in by_person)
    assert sum(map(len, by_person)) > 10
    assert {code for codes in by_person for code in codes} == set(CHOICES)


def _people():
    return Duty.objects.values_list("employee_id", flat=True)
