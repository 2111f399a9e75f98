"""How the embedded database is opened, and a check that refuses one that can lose data."""

import sqlite3
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    # NORMAL loses acknowledged answers on power loss.
    "PRAGMA synchronous=FULL",
    # INSERT OR REPLACE would otherwise slip past the triggers that keep facts append-only.
    "PRAGMA recursive_triggers=ON",
    "PRAGMA cache_size=-32000",
    "PRAGMA mmap_size=268435456",
    "PRAGMA temp_store=MEMORY",
)


def sqlite_options() -> dict[str, Any]:
    """Django's OPTIONS for SQLite. A deferred transaction that reads first and then writes fails at once under load."""
    return {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "; ".join(_PRAGMAS) + ";"}


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite is free of the WAL-reset corruption (sqlite.org/wal.html#walresetbug)."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def refresh_statistics() -> None:
    """What the choice of indexes goes by. PostgreSQL keeps it up by itself; SQLite only when told."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # All tables, each with a bounded number of rows looked at.
            cursor.execute("PRAGMA optimize=0x10002")


@register(Tags.database)
def check_sqlite_version(**_: object) -> list[CheckMessage]:
    """Refuse a WAL database on an SQLite that can corrupt it."""
    if connection.vendor != "sqlite" or wal_is_safe(sqlite3.sqlite_version_info):
        return []
    hint = "pysqlite3 0.6.1 以降を使うか、PostgreSQL を使ってください。"
    message = f"SQLite {sqlite3.sqlite_version} は WAL 方式のデータベースを壊すおそれがあります。"
    return [Error(message, hint=hint, id="lms.E001")]
