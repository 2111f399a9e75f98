"""A library of two very small courses, and the database after it was loaded."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

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


@pytest.fixture
def loaded(db: None, library: Path) -> LoadReport:
    return load_curricula(from_fiscal_year=2026, at=timezone.now(), library=library)


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
