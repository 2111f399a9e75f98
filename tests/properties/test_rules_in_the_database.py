"""Whom a rule catches is the same whether the database counts them or each person is asked."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.duties.asking import main_postings_caught
from lms.duties.audience import EVERYBODY, condition
from lms.duties.in_post import people_in_post
from lms.people.organisation import organisation
from tests.properties.cities import AUDIENCES, FIRST, city

pytestmark = pytest.mark.django_db
made_up = settings(
    max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
MORE = (
    {"is": "role", "of": ["deputy", "head"]},
    {"is": "employment", "of": ["正規"]},
    {"is": "authority", "of": ["市長", ""]},
    {"is": "not", "of": [{"is": "newcomer"}]},
    {"is": "not", "of": [EVERYBODY]},
    {"is": "any", "of": [EVERYBODY, {"is": "newcomer"}]},
    {"is": "all", "of": [EVERYBODY, {"is": "grade", "of": ["主査"]}]},
    {"is": "not", "of": [{"is": "grade", "of": ["課長"]}, {"is": "department", "of": ["02"]}]},
)


@made_up
@given(seed=st.integers(0, 10**9))
def test_the_database_catches_whom_the_condition_catches(seed):
    rng = Random(seed)
    with city(rng) as made:
        made.live(10)
        for on in (made.day, FIRST + timedelta(days=rng.randint(0, 360)), FIRST):
            known, people = organisation(on), people_in_post(on).values()
            for stored in (*AUDIENCES, *MORE):
                asked = condition(stored, known, on)
                one_by_one = sorted(person.id for person in people if asked.catches(person))
                assert sorted(main_postings_caught(stored, known, on).values_list("employee", flat=True)) == one_by_one
