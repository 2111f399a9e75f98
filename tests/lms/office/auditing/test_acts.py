"""The list of acts against the whole source: nothing leaves an entry that the list does not know, and nothing is listed
that no code does.
"""

import ast
from pathlib import Path

from lms.certificates.models import Series
from lms.duties.models import ExemptionRequest
from lms.duties.routes import StepKind
from lms.importing.models import ImportBatch
from lms.office.auditing.acts import ACTS
from lms.people.models import Posting
from lms.records.models import RecordsFile

ROOT = Path(__file__).resolve().parents[4]
# Names that are put together: 「…の取込み」 for each kind of file, and the like.
COMPOSED = {
    *(f"{kind.label}の取込み" for kind in (*ImportBatch.Kind, *RecordsFile.Kind)),
    *(f"{kind.label}の交付" for kind in Series.Kind),
    *(f"{kind.label}の交付の開始" for kind in Series.Kind),
    *(f"受講免除の申出の{decision.label}" for decision in ExemptionRequest.Decision),
    *(kind.label for kind in Posting.Kind if kind != Posting.Kind.MAIN),
    *(f"報告の{kind.label}" for kind in StepKind),
    "章の受講（見本）", "受験（見本）",
}  # fmt: skip


# What `action=` means elsewhere: of command line arguments, the 取組 of a course, made-up entries of the bench.
_OTHER_ACTIONS = {"store_true", "append", "①", "計測"}


def _texts(folder: str) -> set[str]:
    """Every text constant of the source, the list itself left out."""
    found: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        if path.name != "acts.py" and "migrations" not in path.parts:
            tree = ast.walk(ast.parse(path.read_text()))
            found |= {node.value for node in tree if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return found


def _named_acts() -> set[str]:
    """What stands after `action=` anywhere as a plain text."""
    found: set[str] = set()
    for folder in ("lms", "courses", "quizzes"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.keyword) and node.arg == "action" and isinstance(node.value, ast.Constant):
                    found.add(str(node.value.value))
    return found - _OTHER_ACTIONS


def test_every_act_of_the_source_is_listed():
    assert _named_acts() - ACTS.keys() == set()
    assert COMPOSED - ACTS.keys() == set()


def test_everything_listed_is_done_somewhere():
    said = _texts("lms") | _texts("courses") | _texts("quizzes")
    assert ACTS.keys() - said - COMPOSED == set()
