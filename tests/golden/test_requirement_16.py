"""16. Who joins in the middle of the year (10/1) has a later deadline; who joins on 4/1 has S-02 within a month."""

from datetime import date

import pytest

from lms.duties.audience import NEWCOMERS
from lms.duties.models import Duty, Requirement
from lms.duties.planning import reconcile
from tests import factories as f

pytestmark = pytest.mark.django_db


def due(joined: date, **rule: object) -> list[date]:
    f.requirement(**rule)
    f.employee(f.department(), starts_on=joined)
    reconcile(on=joined, at=f.jst(joined.year, joined.month, joined.day, 3), actor="command:nightly")
    return list(Duty.objects.values_list("due_on", flat=True))


def test_who_joins_in_october_has_thirty_days():
    assert due(date(2026, 10, 1)) == [date(2026, 10, 31)]


def test_who_joins_in_april_has_the_newcomers_course_within_a_month():
    rule = {"audience": NEWCOMERS, "cycle": Requirement.Cycle.AFTER_POSTING, "within": 1, "unit": "months"}
    assert due(date(2026, 4, 1), opens_on=date(2026, 4, 1), **rule) == [date(2026, 5, 1)]


def test_who_has_been_there_for_years_is_no_newcomer():
    f.requirement(audience=NEWCOMERS, cycle=Requirement.Cycle.AFTER_POSTING)
    f.employee(f.department())
    reconcile(on=date(2026, 6, 1), at=f.jst(2026, 6, 1, 3), actor="command:nightly")
    assert not Duty.objects.exists()


def test_a_part_timer_appointed_again_each_april_is_no_newcomer():
    f.requirement(audience=NEWCOMERS, cycle=Requirement.Cycle.AFTER_POSTING)
    person = f.employee(f.department(), starts_on=date(2025, 4, 1), ends_on=date(2026, 3, 31))
    f.posting(person, f.department("0102"), starts_on=date(2026, 4, 1), ends_on=date(2027, 3, 31))
    reconcile(on=date(2026, 4, 1), at=f.jst(2026, 4, 1, 3), actor="command:nightly")
    assert not Duty.objects.exists()


def test_a_newcomers_deadline_may_lie_in_the_next_fiscal_year():
    rule = {"audience": NEWCOMERS, "cycle": Requirement.Cycle.AFTER_POSTING}
    assert due(date(2027, 3, 20), **rule) == [date(2027, 4, 19)]
