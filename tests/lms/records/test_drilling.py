"""What two presses at the same moment leave of a drill."""

from datetime import date

import pytest

from lms.records.drilling import found_drill
from lms.records.models import PhishingDrill
from tests.factories import jst
from tests.lms.learning.test_flow import at_once


@pytest.mark.django_db(transaction=True)
def test_a_drill_registered_twice_at_the_same_moment_is_one_and_both_get_it():
    given = {"title": "第1回", "sent_on": date(2026, 6, 1), "actor": "90001", "at": jst(2026, 6, 1)}
    got = at_once(lambda _: found_drill(**given).pk)
    assert set(got) == {PhishingDrill.objects.get().pk}
