"""The product's own web server and ledger sealer, as `make run` starts them, for as long as the bench needs them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import CommandError

_START_SECONDS = 60
_STOP_SECONDS = 30


# Tells lms.office.bench.wsgi to leave the ledger out.
WITHOUT_LEDGER = "BENCH_WITHOUT_LEDGER"


@contextmanager
def running_server() -> Iterator[int]:
    """Serves the database of this process on a free port of 127.0.0.1; yields the port."""
    sealer = _start(0, "manage.py", "seal_ledger", "--forever")
    try:
        with _serving({}) as port:
            yield port
    finally:
        _stop(sealer)


@contextmanager
def running_server_without_ledger() -> Iterator[int]:
    """The same, but no act leaves an entry and nobody seals: to know what the ledger costs."""
    with _serving({WITHOUT_LEDGER: "1"}) as port:
        yield port


@contextmanager
def _serving(environment: Mapping[str, str]) -> Iterator[int]:
    port = _free_port()
    web = _start(port, "-m", "gunicorn", "--config", "lms/gunicorn.py", "lms.office.bench.wsgi", **environment)
    try:
        _wait_for(web, port)
        yield port
    finally:
        _stop(web)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _start(port: int, *words: str, **more: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PORT": str(port), "DJANGO_SETTINGS_MODULE": "lms.settings"} | more
    # Ctrl-C belongs to the bench, which then stops each of them.
    return subprocess.Popen(  # noqa: S603 - our own programs
        [sys.executable, *words], cwd=settings.BASE_DIR, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def _wait_for(web: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + _START_SECONDS
    while not _answers(port):
        if web.poll() is not None or time.monotonic() > until:
            raise CommandError("ウェブサーバーを起動できませんでした。上に出ている記録を確かめてください。")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _stop(*processes: subprocess.Popen[bytes]) -> None:
    for process in processes:
        process.send_signal(signal.SIGTERM)
    for process in processes:
        process.wait(_STOP_SECONDS)
