"""Grading an attempt against its own frozen paper. Pure: no database, no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quizzes.drawing import AskedQuestion, Paper
from quizzes.kinds import KINDS


@dataclass(frozen=True)
class Mark:
    """What was chosen at one question, and whether that was right."""

    position: int
    chosen: tuple[str, ...]
    right: bool


@dataclass(frozen=True)
class Result:
    """The marks of a whole paper."""

    marks: tuple[Mark, ...]

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Result":
        return cls(tuple(Mark(m["position"], tuple(m["chosen"]), m["right"]) for m in data["marks"]))

    def to_json(self) -> dict[str, Any]:
        return {"marks": [{"position": m.position, "chosen": list(m.chosen), "right": m.right} for m in self.marks]}

    @property
    def right_count(self) -> int:
        return sum(mark.right for mark in self.marks)

    @property
    def score(self) -> int:
        """Points from 0 to 100, rounded down: 79.9 must not pass where 80 points are asked."""
        return 100 * self.right_count // len(self.marks)


def grade(paper: Paper, responses: Mapping[int, Sequence[str]]) -> Result:
    """Mark every question; one without a response is wrong. `responses` maps positions to chosen option ids."""
    return Result(
        tuple(_mark(position, question, responses.get(position, ())) for position, question in paper.numbered())
    )


def _mark(position: int, question: AskedQuestion, chosen: Sequence[str]) -> Mark:
    right = KINDS[question.kind].is_right(frozenset(chosen), question.right_ids)
    return Mark(position, tuple(chosen), right)
