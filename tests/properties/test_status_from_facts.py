"""Whatever happens in a city, the status of duties is what the raw facts say, and what was known stays known."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.duties.counting import Counts, counts_by_department
from lms.duties.models import Requirement
from lms.duties.planning import Reconciled, reconcile
from lms.duties.status import duties_on
from lms.people.organisation import organisation
from tests.properties import plainly
from tests.properties.cities import FIRST, LAST, MadeUpCity, noon

pytestmark = pytest.mark.django_db
made_up = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@contextmanager
def city(rng: Random) -> Iterator[MadeUpCity]:
    """A city that is gone afterwards."""
    with transaction.atomic():
        made = MadeUpCity(rng)
        made.found()
        yield made
        transaction.set_rollback(True)


def ours(on: date, known_at: object) -> plainly.States:
    rows = duties_on(2026, on, known_at).values_list("employee_id", "requirement_id", "state")
    return {(person, requirement): state for person, requirement, state in rows}


def some_days(rng: Random) -> list[date]:
    return [FIRST + timedelta(days=rng.randint(0, (LAST - FIRST).days)) for _ in range(4)]


@made_up
@given(seed=st.integers(0, 10**9))
def test_the_status_on_any_day_as_known_at_any_moment_is_what_the_facts_say(seed):
    rng = Random(seed)
    with city(rng) as made:
        made.live(12)
        for on, known in zip(some_days(rng), some_days(rng), strict=True):
            assert ours(on, noon(known)) == plainly.states(2026, on, noon(known))
        assert ours(made.day, None) == plainly.states(2026, made.day, noon(LAST + timedelta(days=400)))


@made_up
@given(seed=st.integers(0, 10**9))
def test_what_departments_are_counted_is_the_sum_of_their_people(seed):
    rng = Random(seed)
    with city(rng) as made:
        made.live(10)
        courses = dict(Requirement.objects.values_list("pk", "course_id"))
        for on in some_days(rng):
            at = noon(made.day)
            counted = counts_by_department(organisation(on, at), 2026, on, at)
            plain = {(courses[line], seat): c for (line, seat), c in plainly.sums(2026, on, at).items()}
            assert {key: _plain(counts) for key, counts in counted.items()} == {
                key: (
                    c.total() - c["exempt"] - c["deferred"], c["completed"], c["overdue"], c["deferred"], c["exempt"]
                )
                for key, c in plain.items()
            }  # fmt: skip


def _plain(counts: Counts) -> tuple[int, ...]:
    return counts.required, counts.completed, counts.overdue, counts.deferred, counts.exempt


@made_up
@given(seed=st.integers(0, 10**9))
def test_an_answer_about_the_past_is_the_same_before_and_after_what_comes_later(seed):
    rng = Random(seed)
    with city(rng) as made:
        made.live(6)
        asked = [(on, noon(made.day)) for on in some_days(rng)]
        before = [ours(on, at) for on, at in asked]
        made.live(6)
        assert [ours(on, at) for on, at in asked] == before


@made_up
@given(seed=st.integers(0, 10**9))
def test_reconciling_again_changes_nothing(seed):
    with city(Random(seed)) as made:
        made.live(8)
        moment = noon(made.day) + timedelta(hours=1)
        assert reconcile(on=made.day, at=moment, actor="command:nightly") == Reconciled(opened=0, closed=0)


def test_the_comparison_would_notice_a_status_that_is_wrong():
    """The negative control: a duty that is fulfilled in the rows only is missed by neither side."""
    with city(Random(3)) as made:
        made.live(12)
        right = plainly.states(2026, made.day, noon(LAST))
        assert right
        changed = {key: "completed" if state != "completed" else "overdue" for key, state in right.items()}
        assert ours(made.day, None) != changed
