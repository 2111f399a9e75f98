"""One answer out of several."""

from collections.abc import Sequence, Set
from random import Random

from quizzes.questions import Option

hint = "一つ選んでください。"


def arranged(options: Sequence[Option], rng: Random) -> list[Option]:
    return rng.sample(options, len(options))


def accepts(chosen: Set[str]) -> bool:
    return len(chosen) <= 1


def is_right(chosen: Set[str], right: Set[str]) -> bool:
    return chosen == right
