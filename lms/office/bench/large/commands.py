"""What a command of the product takes in a process of its own."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.management.base import CommandError


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock and of a processor, and the most memory it held at once, with the pages of the database
    that SQLite maps into it."""

    seconds: float
    cpu_seconds: float
    megabytes: float


def cost_of(command: str, *options: str) -> Cost:
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "manage.py", command, *options], cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL
    )
    # Unlike subprocess's own waiting, this tells what the process has used.
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise CommandError(f"{command} が終了コード {process.returncode} で終わりました。")
    return Cost(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
