"""The deadline of a test, to the second: who is in time, who is late, and what is graded."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from lms.lib import clock
from lms.office.bench.connection import Connection
from lms.office.bench.journeys import Ask
from lms.office.bench.people import Sitting
from quizzes.models import Attempt, Quiz, Response
from tests.reliability.learners import attempt_of

# Seconds after the deadline at which answers are sent; each to a question of its own.
MOMENTS = (-1.0, 0.0, 1.0)
_BEFORE = 6.0  # to begin in
_CLOCKS = (timedelta(days=-1), timedelta(0), timedelta(days=1))


@dataclass(frozen=True)
class Sent:
    """One answer: when it was sent, whether it was acknowledged."""

    attempt: int
    position: int
    moment: float
    acknowledged: bool


@dataclass(frozen=True)
class Deadlines:
    """`wrong`: in time and refused, late and taken, acknowledged and not graded, or graded without acknowledgement."""

    cases: int
    wrong: int

    @property
    def clean(self) -> bool:
        return self.cases > 0 and not self.wrong

    def __str__(self) -> str:
        return f"deadline cases {self.cases} at -1 s, 0, +1 s, client clocks a day off, wrong {self.wrong}"


def at_the_deadline(*, ready: list[Sitting], connected: Callable[[], Connection]) -> Deadlines:
    """Each learner answers shortly before, at and shortly after the end of the test, whatever clock they have."""
    ends_at = clock.now() + timedelta(seconds=_BEFORE)
    codes = {one.addresses.quiz.rstrip("/").rpartition("/")[2] for one in ready}
    Quiz.objects.filter(code__in=codes).update(closes_at=ends_at)
    sent: list[Sent] = []
    learners = [
        threading.Thread(target=_answer, args=(one, connected(), ends_at, _CLOCKS[n % 3], sent))
        for n, one in enumerate(ready)
    ]
    for learner in learners:
        learner.start()
    for learner in learners:
        learner.join()
    Quiz.objects.filter(code__in=codes).update(closes_at=None)
    return Deadlines(len(sent), _wrong(sent, ends_at))


def _answer(one: Sitting, connection: Connection, ends_at: datetime, off: timedelta, sent: list[Sent]) -> None:
    session, addresses = one.browser.session, one.addresses
    pk = attempt_of(connection.ask(Ask("start", "POST", addresses.quiz), session))
    for position, moment in enumerate(MOMENTS, start=1):
        connection.close()  # the server lets go of one that lies idle; the next request opens another
        time.sleep(max((ends_at - clock.now()).total_seconds() + moment, 0))
        # What the client thinks the time is must not matter.
        said = (("position", str(position)), (f"q{position}", "1"), ("at", (clock.now() + off).isoformat()))
        answer = connection.ask(Ask("save", "POST", addresses.save.format(pk=pk), said), session)
        sent.append(Sent(pk, position, moment, answer.status == 204))
    connection.ask(Ask("result", "GET", addresses.result.format(pk=pk)), session)
    connection.close()


def _wrong(sent: list[Sent], ends_at: datetime) -> int:
    attempts = Attempt.objects.in_bulk({one.attempt for one in sent})
    kept = {(row.attempt_id, row.position): row for row in Response.objects.filter(attempt__in=attempts)}
    return sum(not _right(one, attempts[one.attempt], kept.get((one.attempt, one.position)), ends_at) for one in sent)


def _right(one: Sent, attempt: Attempt, kept: Response | None, ends_at: datetime) -> bool:
    """At the deadline itself either is right, as long as client, bank and mark agree."""
    graded = any(mark["position"] == one.position and mark["value"] for mark in attempt.result["marks"])
    agreed = one.acknowledged == (kept is not None) == graded
    in_time = kept is None or kept.saved_at <= ends_at
    expected = one.acknowledged if one.moment == 0 else one.moment < 0
    return agreed and in_time and one.acknowledged == expected and attempt.submitted_at == ends_at
