"""An open attempt as its pages show it: questions with what has been answered, and nothing of what is right. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizzes.drawing import AskedQuestion, Paper
from quizzes.kinds import KINDS


@dataclass(frozen=True)
class SeatedOption:
    """An option to choose. `name` and `text` are all that a browser learns of it."""

    name: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class SeatedQuestion:
    """A question in its place."""

    position: int
    kind: str
    stem: str
    options: tuple[SeatedOption, ...]

    @property
    def hint(self) -> str:
        return KINDS[self.kind].hint

    @property
    def control(self) -> str:
        return "checkbox" if self.kind == "multiple" else "radio"

    @property
    def answered(self) -> bool:
        return any(option.chosen for option in self.options)

    @property
    def field(self) -> str:
        """The name of its form field."""
        return f"q{self.position}"


def seated(paper: Paper, answers: Mapping[int, Sequence[str]]) -> list[SeatedQuestion]:
    return [_seated(position, question, answers.get(position, ())) for position, question in paper.numbered()]


def _seated(position: int, question: AskedQuestion, chosen: Sequence[str]) -> SeatedQuestion:
    options = tuple(SeatedOption(option.id, option.text, option.id in chosen) for option in question.options)
    return SeatedQuestion(position, question.kind, question.stem, options)
