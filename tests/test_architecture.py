"""The decisions of docs/architecture.md that a tool can check."""

import ast
import re
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


# ---- templates: a folder is a room's, and so is a library of tags ---------------------------------------------------

SHARED = {"account": "lms.accounts", "components": "lms.lib", "dads": "lms.lib", "tables": "lms.lib"}
TEMPLATE_LEVEL = LEVEL | {"lms.lib": len(ORDER)}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LOADED = re.compile(r"{%\s*load\s+(?:[\w ]+\s+from\s+)?([\w ]+?)\s*%}")
DRAWN = re.compile(r"{%\s*(?:include|extends|drawn)\s+\"([^\"]+)\"")


def _room_of_folder(name: str) -> str | None:
    """Whose the templates of a folder are; None for other people's, which are there for everybody."""
    if name in SHARED:
        return SHARED[name]
    return next((room for room in LEVEL if room.split(".")[-1] == name), None)


def _libraries() -> dict[str, str]:
    """Our libraries of template tags, and whose they are."""
    found = [path for folder in ("lms", "courses", "quizzes") for path in (ROOT / folder).glob("**/templatetags/*.py")]
    rooms = {path.stem: ".".join(path.relative_to(ROOT).parts[:-2]) for path in found}
    return {name: room for name, room in rooms.items() if name != "__init__"}


def _reached(template: Path) -> set[str]:
    """The rooms whose tags and templates a template uses."""
    text, libraries = template.read_text(), _libraries()
    tags = (name for names in LOADED.findall(text) for name in names.split())
    folders = (name.split("/")[0] for name in DRAWN.findall(text) if "/" in name)
    rooms = {*(libraries.get(name) for name in tags), *(_room_of_folder(name) for name in folders)}
    return {room for room in rooms if room}


def _points_up(home: str, target: str) -> bool:
    return target != home and TEMPLATE_LEVEL[target] <= TEMPLATE_LEVEL[home]


def _home(template: Path) -> str | None:
    folder = template.relative_to(ROOT / "templates").parts[0]
    return "lms.lib" if folder.endswith(".html") else _room_of_folder(folder)


def test_every_folder_of_templates_is_a_rooms():
    assert [str(template) for template in TEMPLATES if _home(template) is None] == []


def test_templates_use_tags_and_templates_of_rooms_below_only():
    assert [
        f"{template.relative_to(ROOT)} uses {room}"
        for template in TEMPLATES
        for room in sorted(_reached(template))
        if _points_up(_home(template), room)
    ] == []


def test_the_rooms_of_tags_and_templates_are_found():
    reached = {template.relative_to(ROOT / "templates").as_posix(): _reached(template) for template in TEMPLATES}
    assert reached["learning/confirm.html"] >= {"lms.learning", "quizzes"}
    assert "lms.duties" in reached["reports/departments.html"]
    assert _points_up("lms.records", "lms.certificates")
    assert _points_up("lms.reports", "lms.learning")
    assert not _points_up("lms.reports", "lms.duties")
