"""How long the staff file of a large city takes, and how much memory: by the product's own command, in a process of
its own, as a server's background worker does it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lms.office.bench.large.commands import Cost, cost_of


def measured_imports(folder: Path, on: date) -> Iterator[tuple[str, Cost]]:
    """Departments come in unmeasured; then the staff file is looked at, applied, and applied again."""
    _run("import_departments", folder / f"departments_{on}.csv", on, "--apply")
    staff = folder / f"staff_{on}.csv"
    yield "import_preview", _run("import_staff", staff, on)
    yield "import_apply", _run("import_staff", staff, on, "--apply")
    yield "import_again", _run("import_staff", staff, on, "--apply")


def _run(command: str, file: Path, on: date, *options: str) -> Cost:
    return cost_of(command, str(file), "--on", str(on), "--json", *options)
