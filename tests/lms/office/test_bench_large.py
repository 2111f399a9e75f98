"""The benchmark of a prefecture, on a village: the statement written by hand gives the product's own totals."""

from datetime import date
from random import Random

import pytest

from lms.duties.counting import Counts, counts_by_department, total
from lms.office.bench.large import by_hand, history
from lms.people.organisation import organisation
from tests import factories as f

pytestmark = pytest.mark.django_db
DURING, AFTER = date(2026, 9, 1), date(2026, 11, 22)


@pytest.fixture(autouse=True)
def village() -> None:
    seats = [f.department("0101"), f.department("0202")]
    people = [f.employee(seats[number % 2]) for number in range(30)]
    f.leave(people[0], date(2026, 5, 1))
    f.leave(people[1], date(2026, 5, 1), date(2026, 11, 1))
    chance = Random(1)
    courses = history.courses(2)
    for year in (2025, 2026):
        history.past_year(history.planned(courses, year), year, chance)
    duty = people[2].duties.filter(fiscal_year=2026).first()
    f.exemption(people[2], duty.requirement)
    done = people[3].completions.filter(completed_at__gte=f.jst(2026, 4, 1)).first() or people[4].completions.last()
    f.cancelled(done, f.jst(2026, 8, 1), people[0])


def ours(on: date) -> Counts:
    return total(counts_by_department(organisation(on), 2026, on).values())


@pytest.mark.parametrize("on", [DURING, AFTER])
def test_the_statement_by_hand_gives_the_totals_of_the_product(on):
    found = by_hand.counted(2026, on)
    assert found == ours(on)
    assert found.required + found.deferred + found.exempt == 60
    assert 0 < found.completed < found.started < found.required


def test_one_more_duty_is_one_more_in_the_totals():
    before = by_hand.counted(2026, AFTER)
    unfinished = f.employee(f.department("0303"))
    line = unfinished.duties.model.objects.filter(fiscal_year=2026).first().requirement
    f.duty(unfinished, line)
    assert by_hand.counted(2026, AFTER) != before
