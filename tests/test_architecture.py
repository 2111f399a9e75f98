"""The decisions of docs/architecture.md that a tool can check."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from lms.lib.facts import Fact

ROOT = Path(__file__).resolve().parent.parent
# From the top down. Rooms on one line do not know each other.
ORDER = [
    {"lms.office"},
    {"lms.learning", "lms.reports", "lms.importing"},
    {"lms.certificates"},
    {"lms.duties"},
    {"lms.records"},
    {"courses"},
    {"quizzes"},
    {"lms.people"},
    {"lms.accounts"},
    {"lms.ledger"},
]
LEVEL = {room: level for level, rooms in enumerate(ORDER) for room in rooms}
FACTS = [model for model in apps.get_models() if issubclass(model, Fact)]


def _our_models():
    return [model for model in apps.get_models() if model._meta.app_config.name in LEVEL]


@pytest.mark.parametrize("model", _our_models(), ids=lambda model: model._meta.label)
def test_foreign_keys_point_down_the_order_only(model):
    home = model._meta.app_config.name
    for field in model._meta.get_fields():
        if not field.is_relation or field.auto_created or field.related_model is None:
            continue
        target = field.related_model._meta.app_config.name
        if target in LEVEL and target != home:
            assert LEVEL[target] > LEVEL[home], f"{model._meta.label}.{field.name} points up to {target}"


def test_every_room_has_its_place_in_the_order():
    rooms = {app.name for app in apps.get_app_configs() if app.name.split(".")[0] in {"lms", "courses", "quizzes"}}

    assert rooms == set(LEVEL)


@pytest.mark.django_db
@pytest.mark.parametrize("model", FACTS, ids=lambda model: model._meta.label)
def test_the_database_keeps_every_fact_append_only(model):
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table])
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        found = {name for (name,) in cursor.fetchall() if name.startswith("append_only_")}

    kinds = ("update", "delete", "truncate") if connection.vendor == "postgresql" else ("update", "delete")
    assert found == {f"append_only_{kind}_{table}" for kind in kinds}


def test_there_are_facts_to_check():
    assert {model.__name__ for model in FACTS} >= {"Posting", "Duty", "Completion", "Attempt", "LedgerEntry"}


def test_no_room_of_ours_knows_signals_or_is_named_after_nothing():
    forbidden = {"services.py", "utils.py", "helpers.py", "signals.py", "common.py"}
    found = [path for folder in ("lms", "courses", "quizzes") for path in (ROOT / folder).rglob("*.py")]

    assert [path for path in found if path.name in forbidden] == []


@pytest.mark.parametrize("folder", ["lms", "courses", "quizzes"])
def test_only_the_clock_reads_the_clock(folder):
    """Views and commands ask lms.lib.clock; nothing calls timezone.now(), datetime.now() or date.today()."""
    guilty = []
    for path in (ROOT / folder).rglob("*.py"):
        if path == ROOT / "lms" / "lib" / "clock.py" or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                name = ast.unparse(node.func)
                if name.endswith((".now", ".today", ".utcnow")) and not name.startswith("clock."):
                    guilty.append(f"{path.relative_to(ROOT)}:{node.lineno} {name}")
    assert guilty == []
