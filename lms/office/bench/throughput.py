"""Requests and whole tests a second through the product's own web server, by visitors over eight connections."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from lms.office.bench.journeys import Ask, Key
from lms.office.bench.pages import page_addresses
from lms.office.bench.people import Browser, Sitting, session_of
from lms.office.bench.yardstick import ADDRESS, BACKEND

CONNECTIONS = 8
# Whatever else the machine does in a moment strikes all pages alike when they take turns.
ROUNDS = 3
# More than the server could serve by far.
_MOST_TESTS_A_SECOND = 80
_LIMIT_SECONDS = 300


@dataclass(frozen=True)
class Rate:
    """What a server gave. `load_processors`: what the load generator itself took away, 1.0 being one processor."""

    per_second: float
    median_ms: float
    load_processors: float


def sittings_needed(seconds: float) -> int:
    return 2 * CONNECTIONS + int(seconds * _MOST_TESTS_A_SECOND)


def page_rates(port: int, browsers: Sequence[Browser], seconds: float) -> dict[str, Rate]:
    """Each page, and the yardstick, in turns; `seconds` for each of them altogether."""
    tasks = {"smallest": [{"session": session_of(browser.user, BACKEND), "path": ADDRESS} for browser in browsers]}
    for name, path in page_addresses().items():
        tasks[name] = [{"session": browser.session, "path": path} for browser in browsers]
    # Each worker process reads what it keeps in memory.
    for visitors in tasks.values():
        _loaded(port, visitors, seconds / ROUNDS)
    turns = [
        (name, _loaded(port, visitors, seconds / ROUNDS)) for _ in range(ROUNDS) for name, visitors in tasks.items()
    ]
    return {name: _rate([found for turn, found in turns if turn == name]) for name in tasks}


def sitting_rate(port: int, journey: str, sittings: Sequence[Sitting], key: Key, seconds: float) -> Rate:
    """Whole tests by eight learners, each test by another person."""
    tasks = [sitting.as_task() for sitting in sittings]
    # One each, until the time is up at once: templates are read.
    _loaded(port, _learners(journey, tasks[:CONNECTIONS]), 0, key)
    return _rate([_loaded(port, _learners(journey, tasks[CONNECTIONS:]), seconds, key)])


def ask_rate(port: int, asks: Sequence[Sequence[tuple[str, Ask]]], seconds: float) -> Rate:
    """Single requests, each with its session, one list for each connection."""
    return _rate([_loaded(port, [{"asks": [[who, asdict(ask)] for who, ask in one]} for one in asks], seconds)])


def _learners(journey: str, tasks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"journey": journey, "sittings": tasks[place::CONNECTIONS]} for place in range(CONNECTIONS)]


def _loaded(port: int, visitors: list[dict[str, Any]], seconds: float, key: Key | None = None) -> dict[str, Any]:
    """What the load generator found; it runs in a process of its own."""
    task = {
        "port": port, "seconds": seconds, "visitors": visitors,
        "cookies": {"session_cookie": settings.SESSION_COOKIE_NAME, "csrf_cookie": settings.CSRF_COOKIE_NAME},
        "key": {stem: sorted(texts) for stem, texts in (key or {}).items()},
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "lms.office.bench.load"], input=json.dumps(task), capture_output=True, text=True,
        cwd=settings.BASE_DIR, env=os.environ, timeout=seconds + _LIMIT_SECONDS, check=False,
    )  # fmt: skip
    if done.returncode:
        raise CommandError(f"負荷をかけるプログラムが止まりました。\n{done.stderr}")
    found = json.loads(done.stdout)
    if found["troubles"]:
        raise CommandError(f"サーバーの応答を計測できませんでした。\n{found['troubles']}")
    return found


def _rate(turns: Sequence[dict[str, Any]]) -> Rate:
    seconds = sum(found["seconds"] for found in turns)
    took = [one for found in turns for one in found["took"]]
    processors = statistics.mean(found["processors_used"] for found in turns)
    return Rate(len(took) / seconds, 1000 * statistics.median(took), processors)
