"""Whatever happens in a city, the status of duties is what the raw facts say, and what was known stays known."""

from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.duties.counting import counts_by_department
from lms.duties.planning import Reconciled, reconcile
from lms.duties.status import duties_on
from lms.people.organisation import organisation
from tests.properties.cities import FIRST, LAST, city, noon
from tests.recomputing.counting import by_unit, versions
from tests.recomputing.rows import raw_rows
from tests.recomputing.standing import NOW, standings

States = dict[tuple[int, int], str]
pytestmark = pytest.mark.django_db
made_up = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def ours(on: date, known_at: object) -> States:
    rows = duties_on(2026, on, known_at).values_list("employee_id", "requirement_id", "state")
    return {(person, requirement): state for person, requirement, state in rows}


def plainly(on: date, known_at: datetime) -> States:
    """The same from the raw rows."""
    return {(one.person, one.line.id): one.state for one in standings(raw_rows(), 2026, on, known_at)}


def some_days(rng: Random) -> list[date]:
    return [FIRST + timedelta(days=rng.randint(0, (LAST - FIRST).days)) for _ in range(4)]


@made_up
@given(seed=st.integers(0, 10**9))
def test_the_status_on_any_day_as_known_at_any_moment_is_what_the_facts_say(seed):
    rng = Random(seed)
    with city(rng) as made:
        made.live(12)
        for on, known in zip(some_days(rng), some_days(rng), strict=True):
            assert ours(on, noon(known)) == plainly(on, noon(known))
        assert ours(made.day, None) == plainly(made.day, NOW)


@made_up
@given(seed=st.integers(0, 10**9))
def test_what_departments_are_counted_is_the_sum_of_their_people(seed):
    rng = Random(seed)
    with city(rng) as made:
        made.live(10)
        for on in some_days(rng):
            at, rows = noon(made.day), raw_rows()
            given = counts_by_department(organisation(on, at), 2026, on, at)
            found, seats = standings(rows, 2026, on, at), versions(rows, on, at)
            for course in {one.line.course_id for one in found} | {course for course, _ in given}:
                plain = by_unit((one for one in found if one.line.course_id == course), seats)
                assert {unit: vars(c) for (of, unit), c in given.items() if of == course} == {
                    unit: vars(c) for unit, c in plain.items()
                }


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
        right = plainly(made.day, noon(LAST))
        assert right
        changed = {key: "completed" if state != "completed" else "overdue" for key, state in right.items()}
        assert ours(made.day, None) != changed
