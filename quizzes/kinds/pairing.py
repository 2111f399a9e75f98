"""Questions that are answered by a choice in each of several rows: matching and ordering."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any, ClassVar

from quizzes.kinds.kind import (
    Choice,
    Content,
    Kind,
    Line,
    Mark,
    Order,
    Posted,
    Value,
    numbered,
    repeated,
    shuffled,
)  # fmt: skip

MAX_ROWS = 10


@dataclass(frozen=True)
class Row:
    """One thing, and what may be chosen for it."""

    field: str
    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class RowsForm:
    """A select list in each row."""

    rows: tuple[Row, ...]


class Pairing(Kind):
    """The arrangement is `{"rows": [...], "choices": [...]}`, a value the place of a choice by the place of a row.

    Each row that is right counts its share.
    """

    template = "quizzes/questions/pairing.html"
    empty: ClassVar[Value] = {}

    @abstractmethod
    def texts(self, content: Content) -> Sequence[str]:
        """The rows as the author wrote them."""

    @abstractmethod
    def choices(self, content: Content) -> Sequence[str]:
        """What may be chosen in each row."""

    @abstractmethod
    def expected(self, content: Content) -> Sequence[str]:
        """What is right, row by row."""

    def drawn(self, content: Content, rng: Random) -> Order:
        rows, choices = len(self.texts(content)), len(self.choices(content))
        return {"rows": shuffled(rows, rng), "choices": self._choices_drawn(choices, rng)}

    def _choices_drawn(self, count: int, rng: Random) -> list[int]:
        return shuffled(count, rng)

    def form(self, content: Content, order: Order, field: str, value: Value) -> Any:
        texts, choices = self.texts(content), self._named(content, order)
        rows = numbered(order["rows"]).items()
        return RowsForm(
            tuple(Row(f"{field}-{place}", texts[source], _chosen(choices, value, place)) for place, source in rows)
        )

    def _named(self, content: Content, order: Order) -> dict[str, str]:
        choices = self.choices(content)
        return {name: choices[source] for name, source in numbered(order["choices"]).items()}

    def read(self, order: Order, field: str, data: Posted) -> Value:
        sent = {place: data.get(f"{field}-{place}") for place in numbered(order["rows"])}
        return {place: name for place, name in sent.items() if name}

    def accepts(self, order: Order, value: Value) -> bool:
        rows, choices = numbered(order["rows"]), numbered(order["choices"])
        return isinstance(value, dict) and all(
            row in rows and isinstance(name, str) and name in choices for row, name in value.items()
        )

    def _mark(self, content: Content, order: Order, value: Value) -> Mark:
        texts, expected, choices = self.texts(content), self.expected(content), self._named(content, order)
        lines = tuple(
            Line(texts[source], given=choices.get(value.get(place, ""), ""), expected=expected[source])
            for place, source in numbered(order["rows"]).items()
        )
        return Mark(Fraction(sum(line.given == line.expected for line in lines), len(lines)), lines)

    def right_value(self, content: Content, order: Order) -> Value:
        names = {text: name for name, text in self._named(content, order).items()}
        expected = self.expected(content)
        return {place: names[expected[source]] for place, source in numbered(order["rows"]).items()}


def _chosen(choices: Mapping[str, str], value: Value, row: str) -> tuple[Choice, ...]:
    return tuple(Choice(name, text, (value or {}).get(row) == name) for name, text in choices.items())


class Matching(Pairing):
    """`pairs: [{"left", "right"}]`, `extras: [text]` that belong to nothing. Several may have the same right side."""

    name, label, hint = "matching", "組合せ", "それぞれに合うものを選んでください。"

    def faults(self, content: Content) -> list[str]:
        pairs = content.get("pairs", [])
        found = [] if 2 <= len(pairs) <= MAX_ROWS else [f"組は2個から{MAX_ROWS}個までにしてください。"]
        if not all(pair.get("left") and pair.get("right") for pair in pairs):
            return [*found, "組の左と右の両方を書いてください。"]
        if repeated(self.texts(content)):
            found.append("左側に同じ文があります。違う文にしてください。")
        if len(self.choices(content)) < 2:
            found.append("右側を二つ以上の違う文にしてください。")
        return found

    def texts(self, content: Content) -> Sequence[str]:
        return [pair["left"] for pair in content["pairs"]]

    def choices(self, content: Content) -> Sequence[str]:
        return list(dict.fromkeys([*self.expected(content), *content.get("extras", [])]))

    def expected(self, content: Content) -> Sequence[str]:
        return [pair["right"] for pair in content["pairs"]]


class Ordering(Pairing):
    """`steps: [text]` in the right order."""

    name, label, hint = "ordering", "並べ替え", "正しい順番になるように、それぞれの番号を選んでください。"

    def faults(self, content: Content) -> list[str]:
        steps = content.get("steps", [])
        found = [] if 2 <= len(steps) <= MAX_ROWS else [f"並べるものは2個から{MAX_ROWS}個までにしてください。"]
        return [*found, *(["並べるものに同じ文があります。違う文にしてください。"] if repeated(steps) else [])]

    def texts(self, content: Content) -> Sequence[str]:
        found: Sequence[str] = content["steps"]
        return found

    def choices(self, content: Content) -> Sequence[str]:
        return [f"{number}番目" for number in range(1, len(content["steps"]) + 1)]

    def expected(self, content: Content) -> Sequence[str]:
        return self.choices(content)

    def _choices_drawn(self, count: int, rng: Random) -> list[int]:
        """1番目 stands before 2番目; it is the rows that are shuffled."""
        return list(range(count))
