"""Drawing a paper: which questions, in which order, under which names of options. Pure: chance comes in as `rng`."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from random import Random
from typing import Any

from quizzes.kinds import KINDS
from quizzes.models import Item


class BankTooSmallError(ValueError):
    """The bank holds fewer approved questions than the test asks."""

    def __init__(self, wanted: int, found: int) -> None:
        super().__init__(
            f"出題数{wanted}問に対して、承認済みの問題が{found}問しかありません。研修担当に問題の承認を依頼してください。"
        )


@dataclass(frozen=True)
class AskedOption:
    """An option under a name made for this paper. `source`, its permanent id in the bank, never leaves the server."""

    id: str
    source: str
    text: str
    right: bool
    feedback: str


@dataclass(frozen=True)
class AskedQuestion:
    """One question of a paper, with the version of the item it was drawn from."""

    item: int
    key: str
    version: int
    category: str
    lesson_key: str
    kind: str
    stem: str
    explanation: str
    options: tuple[AskedOption, ...]

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "AskedQuestion":
        return cls(**data | {"options": tuple(AskedOption(**option) for option in data["options"])})

    def to_json(self) -> dict[str, Any]:
        return _plain(self) | {"options": [_plain(option) for option in self.options]}

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(option.id for option in self.options)

    @cached_property
    def right_ids(self) -> frozenset[str]:
        return frozenset(option.id for option in self.options if option.right)


@dataclass(frozen=True)
class Paper:
    """The questions of one attempt in the order asked. Positions count from 1."""

    questions: tuple[AskedQuestion, ...]

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Paper":
        return cls(tuple(AskedQuestion.from_json(question) for question in data["questions"]))

    def to_json(self) -> dict[str, Any]:
        return {"questions": [question.to_json() for question in self.questions]}

    def numbered(self) -> list[tuple[int, AskedQuestion]]:
        return list(enumerate(self.questions, start=1))

    def question(self, position: int) -> AskedQuestion | None:
        return self.questions[position - 1] if 1 <= position <= len(self.questions) else None


def _plain(one: AskedQuestion | AskedOption) -> dict[str, Any]:
    return {field.name: getattr(one, field.name) for field in fields(one)}


def draw(items: Sequence[Item], count: int, rng: Random) -> Paper:
    """A paper of `count` different questions. Nothing in the names or the order of options tells right from wrong."""
    if len(items) < count:
        raise BankTooSmallError(count, len(items))
    return Paper(tuple(_asked(item, rng) for item in rng.sample(items, count)))


def _asked(item: Item, rng: Random) -> AskedQuestion:
    question = item.question
    arranged = KINDS[question.kind].arranged(question.options, rng)
    names = _names(len(arranged), rng)
    options = tuple(
        AskedOption(name, option.id, option.text, option.right, option.feedback)
        for name, option in zip(names, arranged, strict=True)
    )
    return AskedQuestion(
        item.pk, item.key, item.version, item.category, item.lesson_key, question.kind, question.stem,
        question.explanation, options,
    )  # fmt: skip


def _names(count: int, rng: Random) -> list[str]:
    return [f"{number:08x}" for number in rng.sample(range(16**8), count)]
