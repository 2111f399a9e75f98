"""One text, such as an e-mail, and several questions about it; their marks are averaged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Any, ClassVar

from quizzes.kinds.kind import Content, Kind, Line, Mark, Order, Posted, Value

MAX_PARTS = 6


@dataclass(frozen=True)
class Part:
    """One of the questions, as a page shows it."""

    number: int
    field: str
    stem: str
    hint: str
    template: str
    form: Any


@dataclass(frozen=True)
class ScenarioForm:
    """The text, and the questions about it."""

    text: str
    parts: tuple[Part, ...]


class Scenario(Kind):
    """`text` and `parts`, each the content of a question of another kind.

    The arrangement has the kind and the arrangement of each part; a value the value of a part by its number.
    """

    name, label, hint = "scenario", "場面", "次の文を読んで、問いの全てに答えてください。"
    template = "quizzes/questions/scenario.html"
    empty: ClassVar[Value] = {}

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._kinds = kinds

    def faults(self, content: Content) -> list[str]:
        parts = content.get("parts", [])
        found = [] if 1 <= len(parts) <= MAX_PARTS else [f"問いは1個から{MAX_PARTS}個までにしてください。"]
        if not content.get("text", "").strip():
            found.append("場面の文を書いてください。")
        return [*found, *(f"問い{n}：{fault}" for n, part in enumerate(parts, 1) for fault in self._part_faults(part))]

    def _part_faults(self, part: Content) -> list[str]:
        if part.get("kind") not in self._kinds:
            return ["場面の中では使えない形式です。"]
        if not part.get("stem", "").strip():
            return ["問題文を書いてください。"]
        return self._kinds[part["kind"]].faults(part)

    def drawn(self, content: Content, rng: Random) -> Order:
        return [[part["kind"], self._kinds[part["kind"]].drawn(part, rng)] for part in content["parts"]]

    def as_written(self, content: Content, rng: Random) -> Order:
        return [[part["kind"], self._kinds[part["kind"]].as_written(part, rng)] for part in content["parts"]]

    def form(self, content: Content, order: Order, field: str, value: Value) -> Any:
        return ScenarioForm(content["text"], tuple(self._seated(content, order, field, value or {})))

    def scene(self, content: Content) -> str:
        asked = (
            f"**問い{number}**　{part['stem']}\n{self._kinds[part['kind']].scene(part)}".strip()
            for number, part in enumerate(content["parts"], 1)
        )
        return "\n\n".join([content["text"], *asked])

    def _seated(self, content: Content, order: Order, field: str, value: Value) -> Iterator[Part]:
        for number, (part, (name, inner)) in enumerate(zip(content["parts"], order, strict=True), 1):
            kind, own = self._kinds[name], f"{field}-{number}"
            form = kind.form(part, inner, own, value.get(str(number), kind.empty))
            yield Part(number, own, part["stem"], kind.hint, kind.template, form)

    def read(self, order: Order, field: str, data: Posted) -> Value:
        sent = {
            str(number): self._kinds[name].read(inner, f"{field}-{number}", data)
            for number, (name, inner) in enumerate(order, 1)
        }
        return {number: value for number, value in sent.items() if value}

    def accepts(self, order: Order, value: Value) -> bool:
        parts = {str(number): part for number, part in enumerate(order, 1)}
        return isinstance(value, dict) and all(
            number in parts and self._kinds[parts[number][0]].accepts(parts[number][1], inner)
            for number, inner in value.items()
        )

    def _mark(self, content: Content, order: Order, value: Value) -> Mark:
        marks = [
            self._kinds[name].grade(part, inner, value.get(str(number), self._kinds[name].empty))
            for number, (part, (name, inner)) in enumerate(zip(content["parts"], order, strict=True), 1)
        ]
        score = sum((mark.score for mark in marks), Fraction(0)) / len(marks)
        return Mark(score, tuple(_placed(number, line) for number, mark in enumerate(marks, 1) for line in mark.lines))

    def right_value(self, content: Content, order: Order) -> Value:
        parts = enumerate(zip(content["parts"], order, strict=True), 1)
        return {str(number): self._kinds[name].right_value(part, inner) for number, (part, (name, inner)) in parts}


def _placed(number: int, line: Line) -> Line:
    """A line that says which of the questions it speaks of."""
    return replace(line, text=f"問い{number}　{line.text}" if line.text else f"問い{number}")
