"""Several answers; only exactly the right ones count. Points for a part would reward ticking everything."""

from collections.abc import Sequence, Set
from random import Random

from quizzes.questions import Option

hint = "当てはまるものをすべて選んでください。"


def arranged(options: Sequence[Option], rng: Random) -> list[Option]:
    return rng.sample(options, len(options))


def accepts(chosen: Set[str]) -> bool:
    return True


def is_right(chosen: Set[str], right: Set[str]) -> bool:
    return chosen == right
