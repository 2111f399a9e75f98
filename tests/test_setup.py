"""What set-up stands on: lock files that hold anywhere, and one door for continuous integration."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(params=["requirements.lock", "requirements-dev.lock"])
def lock(request: pytest.FixtureRequest) -> str:
    return (ROOT / request.param).read_text()


def test_a_lock_file_names_no_package_index_and_no_folder(lock: str) -> None:
    options = re.findall(r"^\s*--(?!hash=)\S+", lock, re.MULTILINE)
    addresses = re.findall(r"\S+://\S*|(?<!\S)/\S+", lock)
    assert (options, addresses) == ([], [])


def test_every_locked_package_is_pinned_and_has_hashes(lock: str) -> None:
    entries = re.findall(r"^[a-z0-9][^\n]*(?:\n[ ]+--hash[^\n]*)*", lock, re.MULTILINE)
    assert len(entries) > 30
    assert [entry for entry in entries if not re.match(r"\S+==\S+( ; .*)? \\\n +--hash=sha256:", entry)] == []


def test_continuous_integration_runs_lint_and_test_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    commands = [line for line in lines if not line.startswith("#")]
    assert commands == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "make lint", "make test"]
