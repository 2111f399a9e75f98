"""An open attempt as its pages show it: questions with what has been answered, and nothing of what is right. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quizzes.drawing import Asked, Paper
from quizzes.kinds import Content
from quizzes.kinds.kind import Value
from quizzes.responding import Kept, field


@dataclass(frozen=True)
class SeatedQuestion:
    """A question in its place. Templates show `stem`, `hint` and `form`; the content itself is for the server only.

    `operation` is the version of the answer that is kept, empty before the first; `left`: it was left for good.
    """

    position: int
    asked: Asked
    content: Content
    value: Value
    operation: str
    left: bool

    @property
    def number(self) -> str:
        """The position as a text: of a number, a template asks each time how the language writes it."""
        return str(self.position)

    @property
    def field(self) -> str:
        """What the names of its controls begin with."""
        return field(self.position)

    @property
    def stem(self) -> str:
        stem: str = self.content["stem"]
        return stem

    @property
    def hint(self) -> str:
        return self.asked.rules.hint

    @property
    def template(self) -> str:
        return self.asked.rules.template

    @property
    def form(self) -> Any:
        return self.asked.rules.form(self.content, self.asked.order, self.field, self.value)

    @property
    def answered(self) -> bool:
        return bool(self.value)

    @property
    def told(self) -> list[str]:
        """The answer in words."""
        return self.asked.rules.told(self.content, self.asked.order, self.value)


def seated(paper: Paper, contents: Sequence[Content], kept: Mapping[int, Kept]) -> list[SeatedQuestion]:
    """The questions in the order asked; `contents` stand in that order."""
    return [
        seated_at(position, asked, content, kept.get(position))
        for (position, asked), content in zip(paper.numbered(), contents, strict=True)
    ]


def seated_at(position: int, asked: Asked, content: Content, kept: Kept | None) -> SeatedQuestion:
    """One question; `kept` is its answer, if there is one."""
    if kept is None:
        return SeatedQuestion(position, asked, content, asked.rules.empty, "", left=False)
    return SeatedQuestion(position, asked, content, kept.value, kept.operation, kept.left)
