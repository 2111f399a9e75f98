"""A test that commits leaves the database as new for the next one: the footing of the whole suite."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from wagtail.models import Page

from lms.ledger.appending import append
from lms.ledger.models import LedgerEntry


@pytest.fixture(params=["first", "second"])
def turn(request: pytest.FixtureRequest) -> str:
    """The same test twice: the second one stands on what the first one left."""
    return request.param


def test_a_committing_test_finds_what_the_migrations_made(turn: str, transactional_db: None) -> None:
    assert Page.objects.filter(depth=1).count() == 1
    assert Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin").exists()
    assert cache.get("tried") is None
    cache.set("tried", turn)


def test_a_committing_test_leaves_no_facts_behind_and_facts_stay_guarded(turn: str, transactional_db: None) -> None:
    assert not LedgerEntry.objects.exists()
    with transaction.atomic():
        append(actor="test", action="tried", subject=turn, at=datetime(2026, 4, 1, tzinfo=UTC))
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_ledgerentry")
