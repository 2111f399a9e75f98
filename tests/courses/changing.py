"""Changing a copy of the library, and loading what it has become."""

from pathlib import Path

from django.utils import timezone

from courses.loading.load import load_curricula
from courses.loading.parts import LoadReport


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def load(library: Path) -> LoadReport:
    return load_curricula(from_fiscal_year=2026, at=timezone.now(), library=library)
