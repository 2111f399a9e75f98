"""How long the staff file of a large city takes, and how much memory: by the product's own command, in a process of
its own, as a server's background worker does it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError


@dataclass(frozen=True)
class Cost:
    """Of one command: seconds on the clock and of a processor, and the most memory it held at once."""

    seconds: float
    cpu_seconds: float
    megabytes: float


def measured_imports(folder: Path, on: date) -> Iterator[tuple[str, Cost]]:
    """Departments come in unmeasured; then the staff file is looked at, applied, and applied again."""
    _run("import_departments", folder / f"departments_{on}.csv", on, "--apply")
    staff = folder / f"staff_{on}.csv"
    yield "import_preview", _run("import_staff", staff, on)
    yield "import_apply", _run("import_staff", staff, on, "--apply")
    yield "import_again", _run("import_staff", staff, on, "--apply")


def _run(command: str, file: Path, on: date, *options: str) -> Cost:
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "manage.py", command, str(file), "--on", str(on), "--json", *options],
        cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    # Unlike subprocess's own waiting, this tells what the process has used.
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise CommandError(f"{command} が終了コード {process.returncode} で終わりました。")
    return Cost(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
