"""Laps of what a person does: how long each took, and how many statements it sent to the database."""

import math
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

# Beginning and ending a transaction are called differently by each database, and ask for nothing.
_TRANSACTION = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")


@dataclass(frozen=True)
class Figure:
    """What the laps of one name took. `queries`: of the lap that had most."""

    queries: int
    median_ms: float
    p95_ms: float
    total_ms: float
    laps: int


@dataclass
class Stopwatch:
    """Takes laps by name."""

    _laps: dict[str, list[tuple[float, int]]] = field(default_factory=lambda: defaultdict(list))

    @contextmanager
    def lap(self, name: str) -> Iterator[None]:
        count = _Count()
        with connection.execute_wrapper(count):
            start = time.perf_counter()
            yield
            took = 1000 * (time.perf_counter() - start)
        self._laps[name].append((took, count.queries))

    def figures(self) -> dict[str, Figure]:
        return {name: _figure(laps) for name, laps in self._laps.items()}


class _Count:
    """Counts the statements of a connection."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's
        self.queries += not sql.startswith(_TRANSACTION)
        return execute(sql, params, many, context)


def _figure(laps: Sequence[tuple[float, int]]) -> Figure:
    times = sorted(took for took, _ in laps)
    p95 = times[math.ceil(0.95 * len(times)) - 1]
    return Figure(max(queries for _, queries in laps), statistics.median(times), p95, sum(times), len(times))
