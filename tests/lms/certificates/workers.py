"""Real background workers on the test's own database, to be killed like any process."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

LATEST = 300  # seconds; a guard against waiting for ever, far above what a busy machine takes
_ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """As `make run` starts one; whatever the test does to it, it is gone afterwards."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "db_worker", "--verbosity", "0", "--interval", "0.1"], cwd=_ROOT,
        env=os.environ | {"DATABASE_URL": _url(), "DATA_DIR": str(settings.DATA_DIR)}, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(reached: Callable[[], bool]) -> None:
    last = time.monotonic() + LATEST
    while not reached():
        assert time.monotonic() < last, "the workers did not do it"
        time.sleep(0.02)


def _url() -> str:
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    at = f"{values['USER']}:{values['PASSWORD']}@" if values["USER"] else ""
    return f"postgres://{at}{values['HOST']}:{values['PORT']}/{values['NAME']}".replace("@/", "@")
