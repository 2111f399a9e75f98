"""A database as the migrations leave it, made once and then copied: migrating takes half a minute of each worker.

It is kept in the test runner's cache (SQLite) or on the server (PostgreSQL) under a name made of what it depends on.
"""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper

_PROJECT = Path(__file__).parent.parent
# What the migrations do, and which ones of others there are.
_SOURCES = ("*/migrations/*.py", "lms/*/migrations/*.py", "lms/lib/append_only.py", "requirements*.lock")


def copy_migrated(folder: Path) -> None:
    """Put a migrated database where the test database belongs; `folder` keeps the one to copy."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"migrated_{_digest()}"
    with _alone(folder):
        if connection.vendor == "sqlite":
            _copy_file(folder / f"{name}.sqlite3")
        else:
            _copy_on_server(name)


def _digest() -> str:
    found = hashlib.sha256()
    for path in sorted(path for pattern in _SOURCES for path in _PROJECT.glob(pattern)):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _copy_file(made: Path) -> None:
    if not made.exists():
        for older in made.parent.glob("migrated_*"):
            older.unlink()
        unfinished = made.with_suffix(".unfinished")
        _migrate(str(unfinished))
        unfinished.replace(made)
    shutil.copyfile(made, connection.settings_dict["TEST"]["NAME"])


def _copy_on_server(made: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [made])
        if cursor.fetchone() is None:
            _migrate(f"{made}_unfinished")
            cursor.execute(f"ALTER DATABASE {made}_unfinished RENAME TO {made}")
        _replace(cursor, connection.creation._get_test_db_name(), made)


def _replace(cursor: CursorWrapper, name: str, made: str) -> None:
    name = connection.ops.quote_name(name)
    cursor.execute(f"DROP DATABASE IF EXISTS {name}")
    cursor.execute(f"CREATE DATABASE {name} TEMPLATE {made}")


def _migrate(name: str) -> None:
    """Make a database of this name by Django's own way to a test database, and leave the settings as they were."""
    own, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    wanted, test["NAME"] = test["NAME"], name
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        connection.close()
    finally:
        test["NAME"] = wanted
        connection.settings_dict["NAME"] = settings.DATABASES[connection.alias]["NAME"] = own
