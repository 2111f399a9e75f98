"""One main posting a person a day: an exclusion constraint on PostgreSQL, a trigger on SQLite."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_POSTGRES = [
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """
    ALTER TABLE people_posting ADD CONSTRAINT posting_one_main EXCLUDE USING gist (
      employee_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&
    ) WHERE (kind = 'main' AND voided_at IS NULL)
    """,
]
_SQLITE = [
    """
    CREATE TRIGGER posting_one_main BEFORE INSERT ON people_posting
    WHEN NEW.kind = 'main' AND NEW.voided_at IS NULL AND EXISTS (
      SELECT 1 FROM people_posting p
      WHERE p.employee_id = NEW.employee_id AND p.kind = 'main' AND p.voided_at IS NULL
        AND (NEW.ends_on IS NULL OR p.starts_on <= NEW.ends_on)
        AND (p.ends_on IS NULL OR p.ends_on >= NEW.starts_on)
    )
    BEGIN SELECT RAISE(ABORT, 'posting_one_main'); END
    """
]
_UNDO_POSTGRES = ["ALTER TABLE people_posting DROP CONSTRAINT posting_one_main"]
_UNDO_SQLITE = ["DROP TRIGGER posting_one_main"]


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _POSTGRES if schema_editor.connection.vendor == "postgresql" else _SQLITE:
        schema_editor.execute(statement, params=None)


def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _UNDO_POSTGRES if schema_editor.connection.vendor == "postgresql" else _UNDO_SQLITE:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_append_only")]

    operations = [migrations.RunPython(install, remove)]
