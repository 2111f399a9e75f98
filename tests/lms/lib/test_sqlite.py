"""The embedded database: which SQLite is safe, and how it is opened."""

import sqlite3

import pytest
from django.db import connection

from lms.lib import sqlite


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 45, 0), False), ((3, 50, 6), False),
        ((3, 50, 7), True), ((3, 51, 0), False), ((3, 51, 2), False), ((3, 51, 3), True), ((3, 53, 4), True),
    ],
)  # fmt: skip
def test_versions_with_the_wal_reset_bug_are_known(version, safe):
    assert sqlite.wal_is_safe(version) is safe


def test_the_check_refuses_an_affected_sqlite(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))

    assert [found.id for found in sqlite.check_sqlite_version()] == ["lms.E001"]


def test_the_check_is_content_with_ours():
    assert sqlite.check_sqlite_version() == []


@pytest.mark.django_db
def test_sqlite_is_opened_to_keep_what_it_acknowledged():
    if connection.vendor != "sqlite":
        assert sqlite.check_sqlite_version() == []
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone()[0] == 2
        cursor.execute("PRAGMA recursive_triggers")
        assert cursor.fetchone()[0] == 1
        cursor.execute("PRAGMA foreign_keys")
        assert cursor.fetchone()[0] == 1
