"""A small load generator, a program of its own: `python -m lms.office.bench.load`, its task as JSON on standard input.

It visits 127.0.0.1 only, over connections that stay open; each visitor asks anew when the last answer is there, for a
number of seconds and not longer. What it found goes to standard output as JSON, with what it used of the processors.
"""

import json
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

from lms.office.bench.connection import Connection
from lms.office.bench.journeys import (
    Ask,
    Journey,
    Key,
    SittingAddresses,
    UnexpectedAnswerError,
    answer_by_answer,
    asked,
    carry_out,
    page,
    whole_test,
)

JOURNEYS = {"whole_test": whole_test, "answer_by_answer": answer_by_answer}


@dataclass
class Visitor:
    """One connection, and the journeys made over it one after the other, each in a session."""

    connection: Connection
    journeys: Iterator[tuple[str, Journey]]
    took: list[float] = field(default_factory=list)
    counted_until: float = 0.0
    trouble: str = ""

    def visit(self, until: float) -> None:
        """Journeys until a moment, but at least one; what is on its way then is finished, and does not count.

        Where the journeys end sooner, the rate is that of the time they took.
        """
        try:
            for session, journey in self.journeys:
                start = time.perf_counter()
                carry_out(journey, lambda ask, session=session: self.connection.ask(ask, session))
                end = time.perf_counter()
                if end <= until or not self.took:
                    self.took.append(end - start)
                    self.counted_until = end
                if end > until:
                    self.counted_until = max(self.counted_until, until)
                    return
        except (OSError, LookupError, ValueError, UnexpectedAnswerError) as error:
            self.trouble = f"{type(error).__name__}: {error}"
        finally:
            self.connection.close()


def pages(visitor: dict[str, Any]) -> Iterator[tuple[str, Journey]]:
    """The same page again and again."""
    return ((visitor["session"], page(visitor["path"])) for _ in repeat(None))


def sittings(visitor: dict[str, Any], key: Key) -> Iterator[tuple[str, Journey]]:
    """One whole test after the other, each by another person."""
    journey = JOURNEYS[visitor["journey"]]
    return ((one["session"], journey(SittingAddresses(**one["addresses"]), key)) for one in visitor["sittings"])


def asks(visitor: dict[str, Any]) -> Iterator[tuple[str, Journey]]:
    """One request after the other, each by somebody of its own."""
    return ((session, asked(_ask(ask))) for session, ask in visitor["asks"])


def _ask(values: dict[str, Any]) -> Ask:
    """As it was before it became JSON."""
    return Ask(**values | {"form": tuple((name, value) for name, value in values["form"])})


def journeys(visitor: dict[str, Any], key: Key) -> Iterator[tuple[str, Journey]]:
    if "asks" in visitor:
        return asks(visitor)
    return sittings(visitor, key) if "sittings" in visitor else pages(visitor)


def run(task: dict[str, Any]) -> dict[str, Any]:
    """All visitors at once."""
    key = {stem: frozenset(texts) for stem, texts in task.get("key", {}).items()}
    visitors = [Visitor(Connection(task["port"], **task["cookies"]), journeys(one, key)) for one in task["visitors"]]
    start, used = time.perf_counter(), time.process_time()
    threads = [threading.Thread(target=visitor.visit, args=[start + task["seconds"]]) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "took": [took for visitor in visitors for took in visitor.took],
        "seconds": max(visitor.counted_until for visitor in visitors) - start,
        "troubles": sorted({visitor.trouble for visitor in visitors} - {""}),
        "processors_used": (time.process_time() - used) / (time.perf_counter() - start),
    }


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
