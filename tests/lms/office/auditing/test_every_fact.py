"""Nothing in the books without its entry: a made-up city with a year of plans, duties, tests, papers and imports."""

import pytest

from lms.ledger.sealing import seal
from lms.ledger.verifying import fact_models, faults
from tests.demo import load_small_city

pytestmark = pytest.mark.django_db


def test_every_row_of_a_whole_city_is_vouched_for(monkeypatch):
    load_small_city(monkeypatch)
    while seal():
        continue
    assert sum(model.objects.exists() for model in fact_models()) > 12
    assert list(faults()) == []
