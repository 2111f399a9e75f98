"""The made-up city on a free port, with its data in a folder that goes when it stops."""

import os
import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
_PERSON = re.compile(r"^  (\S+)  (\S+)  ")


class City(NamedTuple):
    """Where it is served, and the staff number of somebody in each role."""

    address: str
    people: dict[str, str]


@contextmanager
def running_city() -> Iterator[City]:
    """Also this process has the city's database from then on."""
    with TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "PORT": str(_free_port())}
        os.environ.pop("DATABASE_URL", None)
        process = subprocess.Popen([ROOT / ".ci" / "serve.sh"], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        try:
            yield _told(process)
        finally:
            process.terminate()
            process.communicate()


def _told(process: subprocess.Popen[str]) -> City:
    """What it prints until it answers."""
    people = {}
    for line in process.stdout or ():
        if found := _PERSON.match(line):
            people[found[2]] = found[1]
        if line.startswith("http://"):
            return City(line.split()[0], people)
    raise RuntimeError("the city did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
