"""Nothing in the books without its entry: a made-up city with a year of plans, duties, tests, papers and imports."""

import pytest

from lms.ledger.sealing import seal
from lms.ledger.verifying import fact_models, faults
from lms.lib import clock
from lms.office.demo.business import Business
from tests.demo import DAY, load_small_city

pytestmark = pytest.mark.django_db


def test_every_row_of_a_whole_city_is_vouched_for(monkeypatch):
    Business(load_small_city(monkeypatch), DAY, clock.now()).go_about(past_years=1)
    while seal():
        continue
    assert sum(model.objects.exists() for model in fact_models()) > 20
    assert list(faults()) == []
