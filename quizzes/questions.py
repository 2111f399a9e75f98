"""A question in its one canonical form, from which every other form (paper, page, exchange format) is made.

The form is plain JSON: `{"kind", "stem", "explanation", "options": [{"id", "text", "right", "feedback"}]}`. Option ids
are permanent in the bank; a drawn paper renames them, so that nothing sent to a browser tells the right answer.
"""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Option:
    """One thing to choose."""

    id: str
    text: str
    right: bool
    feedback: str = ""


@dataclass(frozen=True)
class Question:
    """What is asked, what may be chosen, and what is said afterwards."""

    kind: str
    stem: str
    options: tuple[Option, ...]
    explanation: str = ""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Question":
        options = tuple(Option(**option) for option in data["options"])
        return cls(data["kind"], data["stem"], options, data.get("explanation", ""))

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"options": [asdict(option) for option in self.options]}

    @property
    def right_ids(self) -> frozenset[str]:
        return frozenset(option.id for option in self.options if option.right)
