"""A clock that stands still, and somebody signed in with one role."""

from datetime import datetime

import pytest
from django.test import Client

from lms.lib import clock
from lms.people.models import Department
from tests import factories
from tests.factories import jst

NOW = jst(2026, 11, 22, 10, 15)


@pytest.fixture
def stopped_clock(monkeypatch) -> datetime:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return NOW


@pytest.fixture
def signed_in(client: Client, stopped_clock: datetime):
    """Signs in a person who holds one role (or none); says whose client it is."""

    def sign_in(role: str | None, seat: Department | None = None) -> Client:
        person = factories.employee()
        factories.account(person)
        if role is not None:
            factories.grant(person, role, seat)
        client.force_login(person.user)
        return client

    return sign_in
