"""Questions that are answered by choosing: one, several, right or wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any, ClassVar

from quizzes.kinds.kind import (
    RIGHT,
    WRONG,
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
)

MAX_OPTIONS = 6


@dataclass(frozen=True)
class ChoiceForm:
    """Radio buttons or boxes to tick, all of one name."""

    field: str
    control: str
    choices: tuple[Choice, ...]


class Choosing(Kind):
    """`options: [{"id", "text", "right", "feedback"}]`. Ids are permanent in the bank and never leave the server."""

    control: ClassVar[str] = "radio"
    template = "quizzes/questions/choosing.html"
    empty: ClassVar[Value] = []
    options_name: ClassVar[str] = "options"

    def options(self, content: Content) -> Sequence[Content]:
        found: Sequence[Content] = content[self.options_name]
        return found

    def faults(self, content: Content) -> list[str]:
        options = self.options(content)
        found = [] if 2 <= len(options) <= MAX_OPTIONS else [f"選択肢は2個から{MAX_OPTIONS}個までにしてください。"]
        found += self._right_faults(sum(option["right"] for option in options), len(options))
        if repeated(option["text"] for option in options):
            found.append("同じ文の選択肢があります。違う文にしてください。")
        return found

    def _right_faults(self, right: int, count: int) -> list[str]:
        return [] if right == 1 else ["「一つ選ぶ」問題では、正しい選択肢を一つだけにしてください。"]

    def drawn(self, content: Content, rng: Random) -> Order:
        return shuffled(len(self.options(content)), rng)

    def as_written(self, content: Content, rng: Random) -> Order:
        return list(range(len(self.options(content))))

    def form(self, content: Content, order: Order, field: str, value: Value) -> Any:
        return ChoiceForm(field, self.control, self.choices(content, order, value))

    def choices(self, content: Content, order: Order, value: Value) -> tuple[Choice, ...]:
        options = self.options(content)
        return tuple(Choice(name, options[i]["text"], name in (value or ())) for name, i in numbered(order).items())

    def read(self, order: Order, field: str, data: Posted) -> Value:
        return sorted(set(data.getlist(field)), key=lambda name: (len(name), name))

    def accepts(self, order: Order, value: Value) -> bool:
        names = numbered(order)
        return isinstance(value, list) and all(isinstance(name, str) and name in names for name in value) and (
            len(set(value)) == len(value) <= self._most(order)
        )  # fmt: skip

    def _most(self, order: Order) -> int:
        return 1

    def _mark(self, content: Content, order: Order, value: Value) -> Mark:
        options, names = self.options(content), numbered(order)
        right = {name for name, i in names.items() if options[i]["right"]}
        lines = (
            Line(options[i]["text"], name in value, name in right, feedback=options[i].get("feedback", ""))
            for name, i in names.items()
        )
        return Mark(self._score(content, set(value), right), tuple(lines))

    def right_value(self, content: Content, order: Order) -> Value:
        options = self.options(content)
        return [name for name, i in numbered(order).items() if options[i]["right"]]

    def _score(self, content: Content, chosen: set[str], right: set[str]) -> Fraction:
        return RIGHT if chosen == right else WRONG


class Single(Choosing):
    """One answer out of several."""

    name, label, hint = "single", "一つ選ぶ", "一つ選んでください。"


class Multiple(Choosing):
    """Several answers. `marking`: "all", only exactly the right ones count; "part", each right one counts its share and
    each wrong one takes a share away, so that ticking everything earns nothing."""

    name, label, hint = "multiple", "すべて選ぶ", "当てはまるものをすべて選んでください。"
    control = "checkbox"

    def faults(self, content: Content) -> list[str]:
        known = content.get("marking", "all") in {"all", "part"}
        return [*super().faults(content), *([] if known else ["採点の方法は「全て」か「部分点」にしてください。"])]

    def _right_faults(self, right: int, count: int) -> list[str]:
        if 2 <= right < count:
            return []
        return ["「すべて選ぶ」問題では、正しい選択肢を二つ以上、誤りの選択肢を一つ以上にしてください。"]

    def _most(self, order: Order) -> int:
        return len(order)

    def _score(self, content: Content, chosen: set[str], right: set[str]) -> Fraction:
        if content.get("marking", "all") == "all":
            return super()._score(content, chosen, right)
        return max(WRONG, Fraction(len(chosen & right) - len(chosen - right), len(right)))


class TrueFalse(Choosing):
    """Right or wrong. The two options keep their order, 正しい before 誤り: that is how people expect to read them."""

    name, label, hint = "true_false", "正誤", "正しいか誤りかを選んでください。"

    def faults(self, content: Content) -> list[str]:
        known = [option["id"] for option in self.options(content)] == ["true", "false"]
        right = sum(option["right"] for option in self.options(content)) == 1
        return [] if known and right else ["正誤の問題では、答えを「正しい」か「誤り」にしてください。"]

    def drawn(self, content: Content, rng: Random) -> Order:
        return self.as_written(content, rng)


def true_or_false(right: bool) -> list[dict[str, Any]]:  # noqa: FBT001 - the answer, not a switch
    """The options of a question that is answered 正しい or 誤り."""
    return [
        {"id": "true", "text": "正しい", "right": right, "feedback": ""},
        {"id": "false", "text": "誤り", "right": not right, "feedback": ""},
    ]
