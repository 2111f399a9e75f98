"""Right or wrong. The two options keep their order, 正しい before 誤り: that is how people expect to read them."""

from collections.abc import Sequence, Set
from random import Random

from quizzes.questions import Option

hint = "正しいか誤りかを選んでください。"


def arranged(options: Sequence[Option], rng: Random) -> list[Option]:
    return list(options)


def accepts(chosen: Set[str]) -> bool:
    return len(chosen) <= 1


def is_right(chosen: Set[str], right: Set[str]) -> bool:
    return chosen == right
