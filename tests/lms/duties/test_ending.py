"""The day from which somebody is asked no more, from the days on which something changed."""

from datetime import date

import pytest

from lms.duties.ending import first_day_out

DAYS = [date(2026, month, 1) for month in (6, 7, 8, 9)]


@pytest.mark.parametrize(
    ("fitting", "out"),
    [
        ({6, 7, 8}, 9),
        ({6, 7}, 8),
        ({6}, 7),
        ({7}, 8),
        ({6, 8}, 9),
        (set(), 6),
    ],
)
def test_the_first_day_after_which_none_fits(fitting, out):
    assert first_day_out(DAYS, lambda day: day.month in fitting) == date(2026, out, 1)
