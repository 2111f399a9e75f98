"""The trials: killing at random moments, many equal submits at once, a disk that is full."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random

from django.conf import settings
from django.db import connection, connections

from lms.lib import clock
from lms.office.bench.city import Size, build
from lms.office.bench.connection import Connection
from lms.office.bench.journeys import Ask
from lms.office.bench.people import Sitting, sittings
from lms.records.models import Completion
from quizzes.models import Attempt
from tests.reliability.deadlines import Deadlines, at_the_deadline
from tests.reliability.learners import Learner, Memory
from tests.reliability.server import Server, kill_backend
from tests.reliability.verifying import Findings, findings

_LEARNERS = 8
_STAFF = 300
# Bytes that one file may have when the disk is full: less than the log that people at work write in seconds.
_ROOM = 400_000


def prepare() -> list[Sitting]:
    """A small city, and those of it who can take a test now."""
    build(Size(staff=_STAFF, courses=1), clock.today(), clock.now(), lambda _words: None)
    return sittings(_STAFF)


def killing(
    *, ready: list[Sitting], kills: int, acknowledgements: int, rng: Random, application: str = "lms.wsgi"
) -> Findings:
    """Learners at work while the server (and, where it is PostgreSQL, the database) is killed again and again."""
    server = Server(application)
    connections.close_all()
    with _learning(server, ready, rng) as memories:
        for _ in range(kills):
            # A server that is killed while it still starts has acknowledged nothing that could be lost.
            _wait_for_more(memories)
            time.sleep(rng.uniform(0, 1.5))
            _kill(server, rng)
        while _acknowledged(memories) < acknowledgements:
            _wait_for_more(memories)
    return findings(memories)


def _wait_for_more(memories: list[Memory]) -> None:
    before = _acknowledged(memories)
    if not _wait_for(lambda: _acknowledged(memories) > before):
        raise RuntimeError("nothing is acknowledged any more")


def _acknowledged(memories: list[Memory]) -> int:
    return sum(memory.count for memory in memories)


def _kill(server: Server, rng: Random) -> None:
    if connection.vendor == "postgresql" and rng.random() < 0.5:
        kill_backend(os.environ["DATABASE_URL"], rng)
    else:
        server.kill()
        server.start()


@contextmanager
def _learning(server: Server, ready: list[Sitting], rng: Random) -> Iterator[list[Memory]]:
    server.start()
    stop = threading.Event()
    learners = [
        Learner(_connection(server), one.browser.session, one.addresses, Random(rng.random()), stop)
        for one in ready[:_LEARNERS]
    ]
    for learner in learners:
        learner.start()
    try:
        yield [learner.memory for learner in learners]
    finally:
        stop.set()
        for learner in learners:
            learner.join(120)
        server.stop()


def _connection(server: Server) -> Connection:
    return Connection(server.port, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)


def many_submits(*, one: Sitting, server: Server, number: int = 50) -> tuple[int, int]:
    """The same submit so many times at once: how many answers were not an error, and how many completions there are."""
    started = _connection(server).ask(Ask("start", "POST", one.addresses.quiz), one.browser.session)
    pk = int("".join(filter(str.isdigit, started.location.rsplit("attempts", 1)[-1])))
    fine: list[int] = []
    ask = Ask("submit", "POST", one.addresses.submit.format(pk=pk))
    _at_once(number, lambda: fine.append(_connection(server).ask(ask, one.browser.session).status))
    closed = Attempt.objects.submitted().filter(pk=pk).count()
    completions = Completion.objects.filter(source_id__endswith=str(pk), source="e-learning").count()
    return sum(status < 400 for status in fine), closed + max(0, completions - 1)


def _at_once(number: int, act: Callable[[], None]) -> None:
    gate = threading.Barrier(number)

    def wait_and_act() -> None:
        gate.wait()
        act()

    threads = [threading.Thread(target=wait_and_act) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def full_disk(*, ready: list[Sitting], rng: Random) -> Findings | None:
    """The disk fills up while people answer; then there is room again.

    SQLite only: the limit is one of the process that writes, which of PostgreSQL is not the web server.
    """
    if connection.vendor != "sqlite":
        return None
    connections.close_all()
    server = Server(largest_file=_ROOM)
    with _learning(server, ready, rng) as memories:
        _wait_for(lambda: sum(memory.refused for memory in memories) >= _LEARNERS)
        server.kill()
        server.largest_file = None
        acknowledged = _acknowledged(memories)
        server.start()
        _wait_for(lambda: _acknowledged(memories) > acknowledged + _LEARNERS)
    return findings(memories)


def _wait_for(sign: Callable[[], bool]) -> bool:
    """Whether it has come within a minute."""
    until = time.monotonic() + 60
    while not sign():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def deadlines(*, ready: list[Sitting], server: Server) -> Deadlines:
    return at_the_deadline(ready=ready, connected=lambda: _connection(server))


@contextmanager
def running() -> Iterator[Server]:
    server = Server()
    connections.close_all()
    server.start()
    try:
        yield server
    finally:
        server.stop()
