"""A text with gaps, some to fill by choosing, some by typing."""

import re
from collections.abc import Sequence
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
    typable,
    typed,
)  # fmt: skip
from quizzes.kinds.typing_in import answers

_GAP = re.compile(r"\{(\d{1,2})\}")
MAX_GAPS = 10


@dataclass(frozen=True)
class Piece:
    """Text; or, with a field, a gap. One with choices is chosen from, one without is typed into."""

    text: str = ""
    field: str = ""
    label: str = ""
    value: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class GapsForm:
    """The text in its pieces."""

    pieces: tuple[Piece, ...]


class Gaps(Kind):
    """`text` with {1}, {2} ... and `gaps: [{"answers": [...], "choices": [...]}]`; without choices it is typed.

    The arrangement has, for each gap, the order of its choices, or nothing. Each gap counts its share.
    """

    name, label, hint = "gaps", "穴埋め", "空いている所を全て埋めてください。"
    template = "quizzes/questions/gaps.html"
    empty: ClassVar[Value] = {}

    def faults(self, content: Content) -> list[str]:
        gaps = content.get("gaps", [])
        found = [] if 1 <= len(gaps) <= MAX_GAPS else [f"空欄は1個から{MAX_GAPS}個までにしてください。"]
        if _GAP.findall(content.get("text", "")) != [str(number) for number in range(1, len(gaps) + 1)]:
            found.append("文の中の空欄を、{1}、{2}のように1から順に書き、空欄の数だけ答えを書いてください。")
        return [*found, *(fault for number, gap in enumerate(gaps, 1) for fault in _gap_faults(number, gap))]

    def drawn(self, content: Content, rng: Random) -> Order:
        return [shuffled(len(gap["choices"]), rng) if gap.get("choices") else None for gap in content["gaps"]]

    def form(self, content: Content, order: Order, field: str, value: Value) -> Any:
        text, *rest = _GAP.split(content["text"])
        pieces = [Piece(text)]
        for place, after in zip(rest[::2], rest[1::2], strict=True):
            pieces += [self._gap(content, order, field, place, (value or {}).get(place, "")), Piece(after)]
        return GapsForm(tuple(pieces))

    def scene(self, content: Content) -> str:
        return _GAP.sub(r"［空欄\1］", content["text"])

    def _gap(self, content: Content, order: Order, field: str, place: str, value: str) -> Piece:
        named = self._named(content, order, int(place) - 1)
        choices = tuple(Choice(name, text, name == value) for name, text in named.items())
        return Piece(field=f"{field}-{place}", label=f"空欄{place}", value=value, choices=choices)

    def _named(self, content: Content, order: Order, gap: int) -> dict[str, str]:
        """The choices of a gap by their names; a gap to type into has none."""
        return {name: content["gaps"][gap]["choices"][source] for name, source in numbered(order[gap] or ()).items()}

    def read(self, order: Order, field: str, data: Posted) -> Value:
        sent = {str(place): typed(data.get(f"{field}-{place}")) for place in range(1, len(order) + 1)}
        return {place: text for place, text in sent.items() if text}

    def accepts(self, order: Order, value: Value) -> bool:
        gaps = {str(place): choices for place, choices in enumerate(order, 1)}
        return isinstance(value, dict) and all(
            place in gaps and typable(text) and (gaps[place] is None or text in numbered(gaps[place]))
            for place, text in value.items()
        )

    def _mark(self, content: Content, order: Order, value: Value) -> Mark:
        gaps: Sequence[Content] = content["gaps"]
        given = [self._given(content, order, number, value) for number in range(len(gaps))]
        right = sum(answers(gap["answers"], text) for gap, text in zip(gaps, given, strict=True))
        lines = (
            Line(f"空欄{number}", given=text, expected="、".join(gap["answers"]))
            for number, (gap, text) in enumerate(zip(gaps, given, strict=True), 1)
        )
        return Mark(Fraction(right, len(gaps)), tuple(lines))

    def _given(self, content: Content, order: Order, gap: int, value: Value) -> str:
        text: str = value.get(str(gap + 1), "")
        return self._named(content, order, gap).get(text, "") if order[gap] is not None else text

    def right_value(self, content: Content, order: Order) -> Value:
        found = {}
        for number, gap in enumerate(content["gaps"]):
            right = gap["answers"][0].replace("*", "")
            names = {text: name for name, text in self._named(content, order, number).items()}
            found[str(number + 1)] = names.get(right, right)
        return found


def _gap_faults(number: int, gap: Content) -> list[str]:
    known, choices = gap.get("answers", []), gap.get("choices", [])
    if not known or not all(answer.strip(" *＊") for answer in known):
        return [f"空欄{number}の正しい語句を書いてください。「*」だけの語句は使えません。"]
    if choices and (repeated(choices) or len(choices) < 2 or len(known) != 1 or known[0] not in choices):
        return [f"空欄{number}の選択肢は、正しい語句一つを含む二つ以上の違う語句にしてください。"]
    return []
