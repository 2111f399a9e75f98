"""Facts that the database itself keeps from being changed: one migration operation, both databases.

A row may set a few named columns once (`voided_at`, or what closes it) while the first of them is still empty; every
other UPDATE, every DELETE and, on PostgreSQL, TRUNCATE is refused by trigger. One door more is there for what may not
be kept for ever: the columns that a model `erases` may take their blank values, all at once and no others, in a row
that an erasure (`ledger_erasure`, itself append-only and vouched for by the ledger) names. So nothing can be put in the
place of what was there, and nothing can go without a trace. SQLite drops a table's triggers when it rebuilds the table,
so a migration that touches such a table ends with `AppendOnly` again.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddField
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field

from lms.lib.compact_json import CompactJSON
from lms.lib.facts import Salted

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
_POSTGRES_ERASABLE_GUARD = """
CREATE OR REPLACE FUNCTION append_only_erasable_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  once text[] := string_to_array(TG_ARGV[1], ',');
BEGIN
  IF once <> '{}' AND to_jsonb(OLD) ->> once[1] IS NULL AND to_jsonb(NEW) - once = to_jsonb(OLD) - once THEN
    RETURN NEW;
  END IF;
  IF to_jsonb(NEW) = to_jsonb(OLD) || TG_ARGV[2]::jsonb
     AND EXISTS (SELECT 1 FROM ledger_erasure WHERE label = TG_ARGV[0] AND key = to_jsonb(OLD) ->> 'id') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


class AppendOnly(Operation):
    """Install (or reinstall) the triggers that keep `model` append-only; `sets_once` columns may be filled one time.

    `erases` are the columns of the door for erasures, with their blanks. A migration that rebuilds `ledger_erasure` on
    SQLite has to take these triggers away first and to put them back.
    """

    reversible = True

    def __init__(self, model: str, sets_once: Sequence[str] = (), erases: Mapping[str, Any] | None = None) -> None:
        self.model, self.sets_once, self.erases = model, tuple(sets_once), dict(erases or {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing: triggers are no part of a model's state."""

    def database_forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: ProjectState) -> None:
        model = states[1].apps.get_model(app_label, self.model)
        found = _Table(
            model._meta.db_table, model._meta.label, [field.column for field in model._meta.local_concrete_fields],
            [model._meta.get_field(name).column for name in self.sets_once],
            {model._meta.get_field(name).column: blank for name, blank in self.erases.items()},
        )  # fmt: skip
        for statement in self._statements(schema_editor.connection.vendor, found):
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

    def _statements(self, vendor: str, table: "_Table") -> list[str]:
        install = _postgres_triggers if vendor == "postgresql" else _sqlite_triggers
        return [*self._drops(vendor, table.name), *install(table)]


@dataclass(frozen=True)
class _Table:
    """A table of facts, by the names that the database knows; `label` is the model's."""

    name: str
    label: str
    columns: list[str]
    once: list[str]
    blanks: dict[str, Any]


class AddSalt(AddField):
    """The column of `lms.lib.facts.Salted` for a table that is there: empty in its rows, and nothing is rebuilt."""

    def __init__(self, model_name: str) -> None:
        super().__init__(model_name, "salt", cast("Field[Any, Any]", Salted._meta.get_field("salt")).clone())

    def database_forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: ProjectState) -> None:
        table = states[1].apps.get_model(app_label, self.model_name)._meta.db_table
        schema_editor.execute(
            f"""ALTER TABLE "{table}" ADD COLUMN "salt" varchar(32) DEFAULT '' NOT NULL""", params=None
        )


def _postgres_triggers(table: _Table) -> list[str]:
    name = table.name
    rows = f'ON "{name}" FOR EACH ROW EXECUTE FUNCTION'
    return [
        _POSTGRES_GUARD,
        _POSTGRES_ERASABLE_GUARD,
        f'CREATE TRIGGER "{PREFIX}_update_{name}" BEFORE UPDATE {rows} {_postgres_update_guard(table)}',
        f'CREATE TRIGGER "{PREFIX}_delete_{name}" BEFORE DELETE {rows} append_only_guard()',
        f'CREATE TRIGGER "{PREFIX}_truncate_{name}" BEFORE TRUNCATE ON "{name}" EXECUTE FUNCTION append_only_guard()',
    ]


def _postgres_update_guard(table: _Table) -> str:
    if not table.blanks:
        return f"append_only_guard({', '.join(map(_literal, table.once))})"
    arguments = (table.label, ",".join(table.once), json.dumps(table.blanks, ensure_ascii=False))
    return f"append_only_erasable_guard({', '.join(map(_literal, arguments))})"


def _sqlite_triggers(table: _Table) -> list[str]:
    name, once = table.name, table.once
    kept = [f'OLD."{column}" IS NOT NEW."{column}"' for column in table.columns if column not in once]
    changed = " OR ".join([*kept, f'OLD."{once[0]}" IS NOT NULL'] if once else ["1"])
    refused = f"({changed}) AND NOT ({_sqlite_erasure(table)})" if table.blanks else changed
    refuse = f"BEGIN SELECT RAISE(ABORT, 'append-only: {name}'); END"
    return [
        f'CREATE TRIGGER "{PREFIX}_update_{name}" BEFORE UPDATE ON "{name}" WHEN {refused} {refuse}',
        f'CREATE TRIGGER "{PREFIX}_delete_{name}" BEFORE DELETE ON "{name}" {refuse}',
    ]


def _sqlite_erasure(table: _Table) -> str:
    """What has to hold for an UPDATE that erases."""
    blank = [f'NEW."{column}" IS {_literal(value)}' for column, value in table.blanks.items()]
    kept = [f'OLD."{column}" IS NEW."{column}"' for column in table.columns if column not in table.blanks]
    named = f"label = {_literal(table.label)} AND key = CAST(OLD.id AS TEXT)"
    return " AND ".join([*blank, *kept, f"EXISTS (SELECT 1 FROM ledger_erasure WHERE {named})"])  # noqa: S608


def _literal(value: Any) -> str:
    """As SQL writes a blank; a structure as the JSON text that lms.lib.compact_json keeps of it."""
    if value is None:
        return "NULL"
    text = value if isinstance(value, str) else json.dumps(value, cls=CompactJSON)
    return "'" + text.replace("'", "''") + "'"


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
