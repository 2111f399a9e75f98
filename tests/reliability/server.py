"""The production server as a thing that can be killed: gunicorn with its workers, or a PostgreSQL backend."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import psycopg

ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 60
_CLIENTS = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"


class Server:
    """gunicorn in a process group of its own, on a fixed port.

    `application`: what it runs. `largest_file`: bytes after which the disk is full for it.
    """

    def __init__(self, application: str = "lms.wsgi", largest_file: int | None = None) -> None:
        self.port = _free_port()
        self.application = application
        self.largest_file = largest_file
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "lms/gunicorn.py", self.application],
            cwd=ROOT, env=os.environ | {"PORT": str(self.port), "DJANGO_SETTINGS_MODULE": "lms.settings"},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, preexec_fn=_limited(self.largest_file),
        )  # fmt: skip
        until = time.monotonic() + _START_SECONDS
        while not self._answers():
            if time.monotonic() > until:
                raise RuntimeError("the server does not answer")
            time.sleep(0.05)

    def kill(self) -> None:
        """Without a word: the master and every worker at once."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def kill_backend(url: str, rng: Random) -> None:
    """kill -9 of one PostgreSQL process, at which the whole server drops everybody and recovers from its log."""
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            rows = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
            ).fetchall()
    except psycopg.OperationalError:
        return  # it is recovering from the last one
    if rows:
        os.kill(rng.choice(rows)[0], signal.SIGKILL)


def _limited(largest_file: int | None) -> Callable[[], None] | None:
    if largest_file is None:
        return None
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
