"""What every test stands on: the suite's settings, and a database that is as new after each test.

A test with `db` runs in a transaction that is rolled back. A test with `transactional_db` or `live_server` really
commits; after it the tables are emptied and filled again with what the migrations leave (the page tree's root, the
site, permissions), so no test has to care which kind ran before it.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from django.test import TransactionTestCase, override_settings
from pytest_django.plugin import DjangoDbBlocker

from courses.outline import contents
from lms.lib import append_only
from lms.lib.signatures.authority import demo_authority
from quizzes.versions import forget_contents
from tests.migrated import copy_migrated


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="leave out the tests that touch no database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What touches no database shows nothing new on a second one."""
    if config.getoption("--only-database"):
        config.hook.pytest_deselected(items=[item for item in items if not _touches_the_database(item)])
        items[:] = [item for item in items if _touches_the_database(item)]


def _touches_the_database(item: pytest.Item) -> bool:
    """Without one of these pytest-django lets no query through."""
    return item.get_closest_marker("django_db") is not None or "django_db_setup" in item.fixturenames


@pytest.fixture(scope="session", autouse=True)
def settings_of_the_suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Quick passwords, background work done at once, static files as they lie in the source."""
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        TASKS={"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}},
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        # The demo authority of all tests, old enough for each of them; making one takes a tenth of a second.
        KEYS_DIR=tmp_path_factory.mktemp("keys"),
    ):
        demo_authority(settings.KEYS_DIR / "demo", datetime(2019, 4, 1, tzinfo=UTC))
        yield


@pytest.fixture(autouse=True)
def files_of_one_test(settings: pytest.FixtureDef, tmp_path: Path) -> None:
    """Media and drawn papers of a test lie in its own folder."""
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def no_memory_of_earlier_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers of rolled-back rows are given again, so what a process remembers under them would be wrong.

    What is remembered for a minute stays for the test: the turn of the minute would be another query now and then.
    """
    monkeypatch.setattr("courses.outline._SECONDS", 10**9)
    caches["local"].clear()
    contents.cache_clear()
    forget_contents()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as in production, so that every thread has a connection of its own."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_keepdb(
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
    pytestconfig: pytest.Config,
    tmp_path_factory: pytest.TempPathFactory,
) -> bool:
    """Start from a migrated database. Without the runner's cache it is shared by the workers of one run."""
    cache, own = getattr(pytestconfig, "cache", None), tmp_path_factory.getbasetemp()
    run = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with django_db_blocker.unblock():
        copy_migrated(cache.mkdir("database") if cache else run / "database")
    return True


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, monkeypatch_session: pytest.MonkeyPatch
) -> None:
    """Take the rows the migrations made, to put them back after each test that commits."""
    with django_db_blocker.unblock():
        rows = connection.creation.serialize_db_to_string()

    def as_new(test_case: TransactionTestCase) -> None:
        with append_only.suspended(connection):
            call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
            connection.creation.deserialize_db_from_string(rows)
            _continue_numbering()
        caches["default"].clear()

    monkeypatch_session.setattr(TransactionTestCase, "_fixture_teardown", as_new)


def _continue_numbering() -> None:
    """PostgreSQL's counters know nothing of rows that were put back with their numbers."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)


@pytest.fixture(scope="session")
def monkeypatch_session() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch
