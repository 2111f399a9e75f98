"""Grading an attempt against its own frozen paper. Pure: no database, no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from quizzes.drawing import Asked, Paper
from quizzes.kinds import Content
from quizzes.kinds.kind import Value


@dataclass(frozen=True)
class Graded:
    """What was answered to one question, and how far that was right, from 0 to 1."""

    position: int
    value: Value
    score: Fraction

    @property
    def right(self) -> bool:
        return self.score == 1


@dataclass(frozen=True)
class Result:
    """The marks of a whole paper."""

    marks: tuple[Graded, ...]

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Result":
        return cls(tuple(Graded(m["position"], m["value"], Fraction(m["score"])) for m in data["marks"]))

    def to_json(self) -> dict[str, Any]:
        """Scores as "2/3": exact, so that the same points come out of them for ever."""
        return {"marks": [{"position": m.position, "value": m.value, "score": str(m.score)} for m in self.marks]}

    @property
    def score(self) -> int:
        """Points from 0 to 100, rounded down: 79.9 must not pass where 80 points are asked."""
        return int(100 * sum((mark.score for mark in self.marks), Fraction(0)) / len(self.marks))


def grade(paper: Paper, contents: Sequence[Content], responses: Mapping[int, Value]) -> Result:
    """Mark every question; one without a response is wrong. `contents` stand in the order of the paper."""
    return Result(
        tuple(
            _graded(position, question, content, responses.get(position, question.rules.empty))
            for (position, question), content in zip(paper.numbered(), contents, strict=True)
        )
    )


def _graded(position: int, question: Asked, content: Content, value: Value) -> Graded:
    return Graded(position, value, question.rules.grade(content, question.order, value).score)
