"""14. S-01 in R8: completed 2027-03-31 23:59 in Japan counts for R8; 2027-04-01 00:00 does not."""

from datetime import date, datetime

import pytest

from lms.duties.status import State, duties_on
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (f.jst(2027, 3, 31, 23, 59), State.COMPLETED),
        (f.jst(2027, 3, 31, 23, 59, 59), State.COMPLETED),
        (f.jst(2027, 4, 1, 0, 0), State.OVERDUE),
    ],
)
def test_the_last_minute_of_the_fiscal_year_counts_and_the_first_of_the_next_does_not(at: datetime, state: State):
    asked = f.requirement()
    person = f.employee(f.department())
    f.duty(person, asked)
    f.completion(person, asked.course, at)
    assert duties_on(2026, date(2027, 4, 2)).get().state == state
