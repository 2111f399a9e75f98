"""What every bench begins with: a database of its own, with tables, and the names of static files for the pages."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection


def prepare_empty_database() -> None:
    """Refuses one that holds anything."""
    if connection.introspection.table_names():
        raise CommandError(
            "計測用の市は、空のデータベースにだけ作ります。DATABASE_URL に新しいものを指定してください。"
        )
    call_command("migrate", verbosity=0, interactive=False)
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        call_command("collectstatic", verbosity=0, interactive=False)
