"""A PostgreSQL server for as long as one command runs: `python -m tests.postgres [--durable] -- COMMAND ...`.

COMMAND finds the server in DATABASE_URL; its exit status is ours. The server listens on a free port of 127.0.0.1, keeps
its data in a temporary folder and is gone afterwards. PostgreSQL refuses to run as root, so root starts it as the
system user `postgres`.
"""

import argparse
import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

# A crash may lose everything: nothing outlives the command anyway.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
DURABLE = ()
START_SECONDS = 60


@contextlib.contextmanager
def throwaway_server(settings: tuple[str, ...] = HASTY) -> Iterator[str]:
    """A running server with an empty database; yields its address as DATABASE_URL wants it."""
    programs = newest_programs()
    with _folder() as folder:
        _run(programs / "initdb", "--pgdata", folder / "data", "--username", "lms", "--auth", "trust",
             "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync")  # fmt: skip
        port = _free_port()
        server = _start(programs / "postgres", folder, port, settings)
        try:
            _create_database(server, port, folder / "log")
            yield f"postgres://lms@127.0.0.1:{port}/lms"
        finally:
            # Without the usual checkpoint: the data is thrown away.
            server.send_signal(signal.SIGQUIT)
            server.wait()


def newest_programs() -> Path:
    """The folder of the newest server's programs that Debian or Ubuntu installed."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: float(path.parent.parent.name), default=None)
    if newest is None:
        sys.exit("No PostgreSQL server here: the system package postgresql is missing.")
    return newest.parent


def _owner() -> pwd.struct_passwd:
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def _as_owner() -> dict[str, object]:
    if os.geteuid() != 0:
        return {}
    return {"user": _owner().pw_uid, "group": _owner().pw_gid, "extra_groups": []}


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        os.chown(folder, _owner().pw_uid, _owner().pw_gid)
        yield folder
    finally:
        shutil.rmtree(folder)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _run(*command: object) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(words, **_as_owner(), cwd="/", capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{words[0]} failed:\n{done.stdout}{done.stderr}")


def _start(program: Path, folder: Path, port: int, settings: tuple[str, ...]) -> subprocess.Popen[bytes]:
    given = ("listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={folder}", *settings)
    options = [word for setting in given for word in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [program, "-D", folder / "data", *options],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
            # Ctrl-C belongs to the command; the server must outlive it to let it end in order.
            start_new_session=True, **_as_owner(),
        )  # fmt: skip


def _create_database(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with psycopg.connect(f"postgres://lms@127.0.0.1:{port}/postgres", autocommit=True) as connection:
                connection.execute("CREATE DATABASE lms")
            return
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > until:
                sys.exit(f"PostgreSQL did not start: {error}\n{log.read_text()}")
            time.sleep(0.05)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--durable", action="store_const", const=DURABLE, default=HASTY, dest="settings",
                        help="write to disk as a production server does")  # fmt: skip
    parser.add_argument("command", nargs="+", metavar="COMMAND")
    arguments = parser.parse_args()
    # An end from outside must clear up as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with throwaway_server(arguments.settings) as url:
        return subprocess.run(arguments.command, env=os.environ | {"DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
