"""Questions that are answered by typing: a few words, or a number."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from lms.lib.text_keys import typed_key
from quizzes.kinds.kind import RIGHT, WRONG, Content, Kind, Line, Mark, Order, Posted, Value, typable, typed

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,10})?")
_MINUS = str.maketrans("−‐–—―ー", "------")


@dataclass(frozen=True)
class TypedForm:
    """One field to type into, and the unit that stands behind it."""

    field: str
    value: str
    unit: str = ""


class Typing(Kind):
    """One field; nothing to arrange."""

    template = "quizzes/questions/typing.html"

    def drawn(self, content: Content, rng: Random) -> Order:
        return None

    def form(self, content: Content, order: Order, field: str, value: Value) -> Any:
        return TypedForm(field, value or "", content.get("unit", ""))

    def read(self, order: Order, field: str, data: Posted) -> Value:
        return typed(data.get(field))

    def accepts(self, order: Order, value: Value) -> bool:
        return typable(value)


class Short(Typing):
    """`answers`: what is right, in any width, with any kana and blanks; `*` stands for any characters."""

    name, label, hint = "short", "短い語句", "語句を入力してください。全角でも半角でもかまいません。"

    def faults(self, content: Content) -> list[str]:
        answers = content.get("answers", [])
        if answers and all(typed_key(answer).strip("*") for answer in answers):
            return []
        return ["正しい語句を一つ以上書いてください。「*」だけの語句は使えません。"]

    def _mark(self, content: Content, order: Order, value: Value) -> Mark:
        line = Line(given=value, expected="、".join(content["answers"]))
        return Mark(RIGHT if answers(content["answers"], value) else WRONG, (line,))

    def right_value(self, content: Content, order: Order) -> Value:
        return content["answers"][0].replace("*", "")


class Number(Typing):
    """`value` and `tolerance` (decimal text), `unit`. The unit may be typed too; so may commas and full width."""

    name, label, hint = "number", "数値", "数字を入力してください。"

    def faults(self, content: Content) -> list[str]:
        tolerance = _number(content.get("tolerance", "0"))
        if _number(content.get("value", "")) is None or tolerance is None or tolerance < 0:
            return ["正しい数と許す誤差を、半角の数字で書いてください。誤差は0以上です。"]
        return []

    def _mark(self, content: Content, order: Order, value: Value) -> Mark:
        unit, tolerance = content.get("unit", ""), content.get("tolerance", "0")
        known, given = Decimal(content["value"]), read_number(value, unit)
        right = given is not None and abs(given - known) <= Decimal(tolerance)
        line = Line(given=value, expected=f"{content['value']}{unit}{_spread(tolerance, unit)}")
        return Mark(RIGHT if right else WRONG, (line,))

    def right_value(self, content: Content, order: Order) -> Value:
        return content["value"]


def answers(accepted: Iterable[str], value: str) -> bool:
    """Whether `value` is one of the accepted answers."""
    key = typed_key(value)
    return bool(key) and any(_matches(typed_key(pattern), key) for pattern in accepted)


def _matches(pattern: str, key: str) -> bool:
    """With `*` for any characters. From left to right and never back, so that no pattern is slow."""
    first, *rest = pattern.split("*")
    if not rest:
        return key == first
    *middle, last = rest
    if len(key) < len(first) + len(last) or not (key.startswith(first) and key.endswith(last)):
        return False
    at, end = len(first), len(key) - len(last)
    for part in middle:
        found = key.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def read_number(text: str, unit: str = "") -> Decimal | None:
    """The number that somebody typed, with or without its unit."""
    return _number(_plain(text).removesuffix(_plain(unit)))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).translate(_MINUS).replace(",", "").split())


def _number(text: str) -> Decimal | None:
    return Decimal(text) if isinstance(text, str) and _NUMBER.fullmatch(text) else None


def _spread(tolerance: str, unit: str) -> str:
    return f"（誤差{tolerance}{unit}まで）" if Decimal(tolerance) else ""
