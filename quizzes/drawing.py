"""A paper: which questions, in which order, arranged how. Pure: chance comes in as `rng`.

Of a question it holds the number of its version and an arrangement, nothing that is shown and nothing that is right.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

from quizzes.bank import ItemVersion
from quizzes.kinds import KINDS, Content, Kind
from quizzes.kinds.kind import Order


@dataclass(frozen=True)
class Asked:
    """One question of a paper. `version` is the row of its version in the bank."""

    version: int
    kind: str
    order: Order

    @property
    def rules(self) -> Kind:
        return KINDS[self.kind]


@dataclass(frozen=True)
class Paper:
    """The questions of one attempt in the order asked. Positions count from 1."""

    questions: tuple[Asked, ...]

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Paper":
        return cls(tuple(Asked(**question) for question in data["questions"]))

    def to_json(self) -> dict[str, Any]:
        return {"questions": [asdict(question) for question in self.questions]}

    def numbered(self) -> list[tuple[int, Asked]]:
        return list(enumerate(self.questions, start=1))

    def question(self, position: int) -> Asked | None:
        return self.questions[position - 1] if 1 <= position <= len(self.questions) else None


def draw(versions: Iterable[ItemVersion], rng: Random) -> Paper:
    """A paper of these questions, each with its options in an order of its own."""
    return _arranged(versions, lambda kind, content: kind.drawn(content, rng))


def draw_as_written(versions: Iterable[ItemVersion], rng: Random) -> Paper:
    """A paper of these questions with their options in the order of the bank."""
    return _arranged(versions, lambda kind, content: kind.as_written(content, rng))


def _arranged(versions: Iterable[ItemVersion], arrange: Callable[[Kind, Content], Order]) -> Paper:
    return Paper(tuple(_asked(version, arrange) for version in versions))


def _asked(version: ItemVersion, arrange: Callable[[Kind, Content], Order]) -> Asked:
    name = version.content["kind"]
    return Asked(version.pk, name, arrange(KINDS[name], version.content))
