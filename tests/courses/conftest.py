"""A library of two very small courses, and the database after it was loaded."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from courses import figures
from courses.loading.load import load_curricula
from courses.loading.parts import LoadReport
from tests import factories

SMALL = Path(__file__).parent / "library"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy that a test may change; its drawings are the drawings of the product."""
    folder = tmp_path / "library"
    shutil.copytree(SMALL, folder)
    monkeypatch.setattr(figures, "LIBRARY", folder)
    return folder


@pytest.fixture(scope="module")
def small_library(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[LoadReport]:
    """Loaded once for a file: its tests' own transactions lie within this one, and are rolled back to it."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(figures, "LIBRARY", SMALL)
        yield load_curricula(from_fiscal_year=2026, at=timezone.now(), library=SMALL)
        transaction.set_rollback(True)


@pytest.fixture
def loaded(small_library: LoadReport, library: Path, db: None) -> LoadReport:
    return small_library


@pytest.fixture
def enter(client: Client) -> Callable[..., Client]:
    """Signs in a person who holds the roles; the client is theirs from then on."""

    def sign_in(*roles: str) -> Client:
        person = factories.employee()
        for role in roles:
            factories.grant(person, role)
        client.force_login(factories.account(person))
        return client

    return sign_in
