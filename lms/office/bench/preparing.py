"""What every bench begins with: a database of its own, with tables, and the names of static files for the pages; and,
once it is filled, a database as it stands after a night.
"""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from lms.lib.sqlite import refresh_statistics


def prepare_empty_database() -> None:
    """Refuses one that holds anything."""
    if connection.introspection.table_names():
        raise CommandError(
            "計測用の市は、空のデータベースにだけ作ります。DATABASE_URL に新しいものを指定してください。"
        )
    call_command("migrate", verbosity=0, interactive=False)
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        call_command("collectstatic", verbosity=0, interactive=False)


def tidy() -> None:
    """What is done in time anyway: by autovacuum, and on SQLite by the nightly command. Outside of transactions."""
    refresh_statistics()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)")
