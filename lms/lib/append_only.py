"""Facts that the database itself keeps from being changed: one migration operation, both databases.

A row may set a few named columns once (`voided_at`, or what closes it) while the first of them is still empty; every
other UPDATE, every DELETE and, on PostgreSQL, TRUNCATE is refused by trigger. SQLite drops a table's triggers when it
rebuilds the table, so a migration that touches such a table ends with `AppendOnly` again.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

PREFIX = "append_only"

_POSTGRES_GUARD = """
CREATE OR REPLACE FUNCTION append_only_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND TG_NARGS > 0
     AND to_jsonb(OLD) ->> TG_ARGV[0] IS NULL
     AND to_jsonb(NEW) - TG_ARGV::text[] = to_jsonb(OLD) - TG_ARGV::text[] THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


class AppendOnly(Operation):
    """Install (or reinstall) the triggers that keep `model` append-only; `sets_once` columns may be filled one time."""

    reversible = True

    def __init__(self, model: str, sets_once: Sequence[str] = ()) -> None:
        self.model, self.sets_once = model, tuple(sets_once)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing: triggers are no part of a model's state."""

    def database_forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: ProjectState) -> None:
        model = states[1].apps.get_model(app_label, self.model)
        allowed = [model._meta.get_field(name).column for name in self.sets_once]
        columns = [field.column for field in model._meta.local_concrete_fields]
        for statement in self._statements(schema_editor.connection.vendor, model._meta.db_table, columns, allowed):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: ProjectState
    ) -> None:
        table = states[0].apps.get_model(app_label, self.model)._meta.db_table
        for statement in self._drops(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"Keep {self.model} append-only"

    @staticmethod
    def _drops(vendor: str, table: str) -> list[str]:
        target = f' ON "{table}"' if vendor == "postgresql" else ""
        names = ("update", "delete", "truncate") if vendor == "postgresql" else ("update", "delete")
        return [f'DROP TRIGGER IF EXISTS "{PREFIX}_{name}_{table}"{target}' for name in names]

    def _statements(self, vendor: str, table: str, columns: list[str], allowed: list[str]) -> list[str]:
        install = _postgres_triggers if vendor == "postgresql" else _sqlite_triggers
        return [*self._drops(vendor, table), *install(table, columns, allowed)]


def _postgres_triggers(table: str, columns: list[str], allowed: list[str]) -> list[str]:
    arguments = ", ".join(f"'{name}'" for name in allowed)
    rows = f'ON "{table}" FOR EACH ROW EXECUTE FUNCTION append_only_guard'
    return [
        _POSTGRES_GUARD,
        f'CREATE TRIGGER "{PREFIX}_update_{table}" BEFORE UPDATE {rows}({arguments})',
        f'CREATE TRIGGER "{PREFIX}_delete_{table}" BEFORE DELETE {rows}()',
        f'CREATE TRIGGER "{PREFIX}_truncate_{table}" BEFORE TRUNCATE ON "{table}" EXECUTE FUNCTION append_only_guard()',
    ]


def _sqlite_triggers(table: str, columns: list[str], allowed: list[str]) -> list[str]:
    kept = [f'OLD."{name}" IS NOT NEW."{name}"' for name in columns if name not in allowed]
    changed = " OR ".join([*kept, f'OLD."{allowed[0]}" IS NOT NULL'] if allowed else ["1"])
    refuse = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
    return [
        f'CREATE TRIGGER "{PREFIX}_update_{table}" BEFORE UPDATE ON "{table}" WHEN {changed} {refuse}',
        f'CREATE TRIGGER "{PREFIX}_delete_{table}" BEFORE DELETE ON "{table}" {refuse}',
    ]


@contextmanager
def suspended(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Lift the triggers for a test database's flush. Never for anything else: nothing in the product calls it."""
    lift = _without_postgres_triggers if connection.vendor == "postgresql" else _without_sqlite_triggers
    with connection.cursor() as cursor, lift(cursor):
        yield


@contextmanager
def _without_postgres_triggers(cursor: Any) -> Iterator[None]:
    cursor.execute("SET session_replication_role = replica")
    try:
        yield
    finally:
        cursor.execute("SET session_replication_role = DEFAULT")


@contextmanager
def _without_sqlite_triggers(cursor: Any) -> Iterator[None]:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{PREFIX}%"])
    triggers = cursor.fetchall()
    for name, _ in triggers:
        cursor.execute(f'DROP TRIGGER "{name}"')
    try:
        yield
    finally:
        for _, sql in triggers:
            cursor.execute(sql)
