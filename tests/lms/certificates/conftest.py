from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from lms.lib import clock
from lms.people.models import Department
from tests import factories as make
from tests.lms.certificates.town import NOW, Town, build_town


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return NOW


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


@pytest.fixture
def signed_in(client: Client) -> Callable[..., Client]:
    """Sign in somebody who holds a role (in a department, where the role needs one)."""

    def sign_in(role: str, seat: Department | None = None) -> Client:
        client.force_login(make.viewer_of(role, seat).user)
        return client

    return sign_in


@pytest.fixture
def queue(settings) -> None:
    """Tasks wait for a real worker."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
