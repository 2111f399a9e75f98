"""What every kind of question is.

A question has one canonical form, plain JSON: `{"kind", "stem", "explanation", "lesson_key", ...}` and what its kind
adds. Of a question a paper holds no more than an arrangement (`order`): which part of the content stands at which
place. Places count from "1", and the place is the only name a browser learns; where it may not tell the answer the
order is chance, so neither names nor order tell anything. Everything here is pure.
"""

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any, ClassVar, Protocol

Content = Mapping[str, Any]
Order = Any
Value = Any

MAX_TYPED = 200
WRONG, RIGHT = Fraction(0), Fraction(1)


class Posted(Protocol):
    """What a form sent: Django's QueryDict."""

    def get(self, name: str) -> str | None: ...
    def getlist(self, name: str) -> list[str]: ...


@dataclass(frozen=True)
class Line:
    """One line of what is said about an answer: of a thing to choose by `chosen` and `right`, of others by texts."""

    text: str = ""
    chosen: bool = False
    right: bool = False
    given: str = ""
    expected: str = ""
    feedback: str = ""

    @property
    def told(self) -> bool:
        """Its own explanation is worth reading where it was chosen or should have been."""
        return bool(self.feedback) and (self.chosen or self.right)


@dataclass(frozen=True)
class Mark:
    """How far an answer is right, from 0 to 1, and what there is to say about it."""

    score: Fraction
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Choice:
    """One thing to choose. `name` and `text` are all that a browser learns of it."""

    name: str
    text: str
    chosen: bool


class Kind(ABC):
    """One kind of question. A value is what was answered, as plain JSON; an empty one is no answer."""

    name: ClassVar[str]
    label: ClassVar[str]
    hint: ClassVar[str]
    # Shows the controls of a question; finds `form` in the context.
    template: ClassVar[str]
    empty: ClassVar[Value] = ""

    @abstractmethod
    def faults(self, content: Content) -> list[str]:
        """What is wrong with a question, in words for the person who writes it. Nothing is wrong: an empty list."""

    @abstractmethod
    def drawn(self, content: Content, rng: Random) -> Order:
        """The arrangement of one paper."""

    def as_written(self, content: Content, rng: Random) -> Order:
        """The arrangement where options keep the author's order; of kinds whose order is the answer, as `drawn`."""
        return self.drawn(content, rng)

    @abstractmethod
    def form(self, content: Content, order: Order, field: str, value: Value) -> Any:
        """What a page shows: nothing of it tells the right answer. Names of controls begin with `field`."""

    def scene(self, content: Content) -> str:
        """What a question shows beside its stem, in light notation, for somebody who reads the result."""
        return ""

    @abstractmethod
    def read(self, order: Order, field: str, data: Posted) -> Value:
        """The value that a form sent."""

    @abstractmethod
    def accepts(self, order: Order, value: Value) -> bool:
        """Whether this paper offers such an answer. An empty one always is: it takes an earlier one back."""

    def grade(self, content: Content, order: Order, value: Value) -> Mark:
        """The mark of any value whatever; what the paper does not offer counts as no answer."""
        return self._mark(content, order, value if self.accepts(order, value) else self.empty)

    @abstractmethod
    def _mark(self, content: Content, order: Order, value: Value) -> Mark:
        """The mark of a value that the paper offers."""

    @abstractmethod
    def right_value(self, content: Content, order: Order) -> Value:
        """An answer that earns everything: for made-up cities, measurements and tests."""

    def told(self, content: Content, order: Order, value: Value) -> list[str]:
        """An answer in words, for the person who gave it."""
        lines = self.grade(content, order, value).lines
        return [told for line in lines if (told := _told(line))]


def _told(line: Line) -> str:
    if line.chosen or not line.given:
        return line.text if line.chosen else ""
    return f"{line.text}：{line.given}" if line.text else line.given


def numbered(order: Iterable[int]) -> dict[str, int]:
    """Where the thing at each place stands in the content."""
    return {str(place): source for place, source in enumerate(order, start=1)}


def shuffled(count: int, rng: Random) -> list[int]:
    return rng.sample(range(count), count)


def typed(text: str | None) -> str:
    """What somebody typed, without what no keyboard types and no database takes."""
    return "".join(c for c in text or "" if unicodedata.category(c) not in {"Cc", "Cs"}).strip()


def typable(value: Value) -> bool:
    return isinstance(value, str) and len(value) <= MAX_TYPED and typed(value) == value


def repeated(texts: Iterable[str]) -> bool:
    known = list(texts)
    return len(set(known)) < len(known)
