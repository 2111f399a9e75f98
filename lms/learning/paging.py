"""A paper that shows one question a page: where one may be, and where one goes from there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quizzes.models import Attempt, Quiz
from quizzes.responding import Kept, kept, left
from quizzes.rules import open_positions


@dataclass(frozen=True)
class Page:
    """One question in the list of all."""

    position: int
    answered: bool
    here: bool


@dataclass(frozen=True)
class Way:
    """The questions of an open attempt as a way through them. `layout` is a Quiz.Layout."""

    layout: str
    count: int
    kept: Mapping[int, Kept]

    @property
    def forward_only(self) -> bool:
        return self.layout == Quiz.Layout.FORWARD

    @property
    def reachable(self) -> range:
        """The questions that may be looked at: with no way back, only the one whose turn it is."""
        still_open = open_positions(self.count, left(self.kept))
        return still_open[:1] if self.forward_only else still_open

    @property
    def turn(self) -> int | None:
        """Where to go on: the first question without an answer, else the first; none when all were left for good."""
        open_now = list(self.reachable)
        unanswered = (position for position in open_now if not self._answered(position))
        return next(unanswered, next(iter(open_now), None))

    @property
    def answered_count(self) -> int:
        return sum(self._answered(position) for position in self.kept)

    def pages(self, here: int) -> Iterable[Page]:
        return [Page(n, self._answered(n), n == here) for n in range(1, self.count + 1)]

    def _answered(self, position: int) -> bool:
        return position in self.kept and bool(self.kept[position].value)


def way_of(attempt: Attempt) -> Way:
    """One query."""
    return Way(attempt.quiz.layout, len(attempt.paper["questions"]), kept(attempt))
