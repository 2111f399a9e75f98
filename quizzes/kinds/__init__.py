"""The kinds of questions: one module each, all of the same shape. A new kind is a new module and one line here."""

from collections.abc import Sequence, Set
from random import Random
from typing import Protocol

from quizzes.kinds import multiple, single, true_false
from quizzes.questions import Option


class Kind(Protocol):
    """What differs from kind to kind."""

    hint: str

    def arranged(self, options: Sequence[Option], rng: Random) -> list[Option]:
        """The options in the order in which one paper shows them."""

    def accepts(self, chosen: Set[str]) -> bool:
        """Whether so many may be chosen. Choosing nothing is always an answer: it takes an earlier one back."""

    def is_right(self, chosen: Set[str], right: Set[str]) -> bool:
        """Whether the chosen options answer the question."""


KINDS: dict[str, Kind] = {"single": single, "multiple": multiple, "true_false": true_false}
