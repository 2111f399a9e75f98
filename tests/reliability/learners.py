"""A learner: starts tests, changes answers, submits; remembers what was acknowledged before doing anything else."""

import re
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from random import Random

from lms.office.bench.connection import Connection
from lms.office.bench.journeys import Answer, Ask, SittingAddresses

_QUESTION = re.compile(r"<fieldset.*?</fieldset>", re.DOTALL)
_VERSION = re.compile(r'data-operation="([^"]*)"')
_CONTROL = re.compile(r'<input[^>]*type="(radio|checkbox)"[^>]*>')
_ATTRIBUTE = re.compile(r'\b(name|value)="([^"]*)"')
_NUMBER = re.compile(r"\d+")
_PATIENCE = 120  # seconds after which a server that does not come back is a failure of its own

Form = tuple[tuple[str, str], ...]


@dataclass
class Memory:
    """What the client knows, whatever the server knows: by attempt and position, every answer sent, in order."""

    sent: dict[tuple[int, int], list[frozenset[str]]] = field(default_factory=lambda: defaultdict(list))
    acknowledged: dict[tuple[int, int], frozenset[str]] = field(default_factory=dict)
    count: int = 0
    submitted: set[int] = field(default_factory=set)
    attempts: set[int] = field(default_factory=set)
    raw_errors: list[str] = field(default_factory=list)
    # Times that the server said in words that it could not do it now.
    refused: int = 0


class Learner(threading.Thread):
    """Takes one test after the other until told to stop. Everything is tried again until the server says yes."""

    def __init__(self, connection: Connection, session: str, at: SittingAddresses, rng: Random, stop: threading.Event):
        super().__init__(daemon=True)
        self.memory = Memory()
        self._connection, self._session, self._at, self._rng, self._stop_now = connection, session, at, rng, stop
        self._versions: dict[tuple[int, int], str] = {}

    def run(self) -> None:
        while not self._stop_now.is_set():
            self._take_a_test()

    def _take_a_test(self) -> None:
        started = self._ask(Ask("start", "POST", self._at.quiz))
        if started is None:
            return
        if not _NUMBER.search(started.location):
            self.memory.raw_errors.append(f"start {started.status} {started.location}")
            return
        pk = attempt_of(started)
        self.memory.attempts.add(pk)
        paper = self._ask(Ask("paper", "GET", self._at.paper.format(pk=pk)))
        if paper is None or paper.status != 200:
            return
        questions = list(enumerate(_QUESTION.findall(paper.body.decode()), start=1))
        self._versions |= {(pk, position): _VERSION.findall(question)[0] for position, question in questions}
        for _ in range(3):
            for position, question in questions:
                if self._stop_now.is_set():
                    return
                self._answer(pk, position, self._choice(question))
        if self._rng.random() < 0.5 and self._ask(Ask("submit", "POST", self._at.submit.format(pk=pk))):
            self.memory.submitted.add(pk)

    def _choice(self, question: str) -> Form:
        controls = [(found[1], dict(_ATTRIBUTE.findall(found[0]))) for found in _controls(question)]
        kind = controls[0][0]
        chosen = [one for _, one in controls if self._rng.random() < 0.5] if kind == "checkbox" else []
        return tuple((one["name"], one["value"]) for one in chosen or [self._rng.choice(controls)[1]])

    def _answer(self, pk: int, position: int, form: Form) -> None:
        key, value = (pk, position), frozenset(value for _, value in form)
        self.memory.sent[key].append(value)
        operation, known = f"{self._rng.getrandbits(64):016x}", self._versions[key]
        self._versions[key] = operation
        said = (("position", str(position)), ("operation", operation), ("known", known))
        answer = self._ask(Ask("save", "POST", self._at.save.format(pk=pk), said + form))
        if answer is not None and answer.status in (200, 204):
            self.memory.acknowledged[key] = value
            self.memory.count += 1

    def _ask(self, ask: Ask) -> Answer | None:
        """Again and again with the same words until there is an answer; None when it is time to stop."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            try:
                answer = self._connection.ask(ask, self._session)
            except OSError:
                self._connection.close()
            else:
                if answer.status < 500:
                    return answer
                if b"<html" in answer.body and b'lang="ja"' in answer.body:
                    self.memory.refused += 1
                else:
                    self.memory.raw_errors.append(f"{ask.step} {answer.status}")
            if self._stop_now.is_set():
                return None
            time.sleep(self._rng.uniform(0.02, 0.2))
        raise RuntimeError(f"no answer to {ask.step} for {_PATIENCE} seconds")


def attempt_of(started: Answer) -> int:
    """The number of the attempt that a press began."""
    return int(_NUMBER.findall(started.location)[-1])


def _controls(question: str) -> list[tuple[str, str]]:
    return [(found.group(0), found.group(1)) for found in _CONTROL.finditer(question)]
