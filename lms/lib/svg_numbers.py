"""The numbers of a drawing, written anew: a program that draws may wait for ever for one that is missing. Pure."""

import re
from collections.abc import Iterator

_NUMBER = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d)?)[\s,]*")
_FLAG = re.compile(r"([01])[\s,]*")
_COMMAND = re.compile("([MmZzLlHhVvCcSsQqTtAa])([^MmZzLlHhVvCcSsQqTtAa]*)")
# How many numbers a command of a path takes, once or again and again; an arc has two flags among them.
_NEEDS = {"M": 2, "L": 2, "T": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7, "Z": 0}
_FLAGS = (3, 4)
_TURN = re.compile(r"(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^()]*)\)")
_TURN_TAKES = {"matrix": (6,), "translate": (1, 2), "scale": (1, 2), "rotate": (1, 3), "skewX": (1,), "skewY": (1,)}


class BadNumbersError(ValueError):
    """Something is missing, or is no number."""


def clean_path(text: str) -> str:
    """The commands of a path, each with as many numbers as it needs."""
    commands = _COMMAND.findall(text)
    if not commands or "".join(map("".join, commands)) != text.lstrip() or commands[0][0] not in "Mm":
        raise BadNumbersError(text)
    return "".join(_command(letter, rest) for letter, rest in commands)


def _command(letter: str, rest: str) -> str:
    needs = _NEEDS[letter.upper()]
    found = list(_numbers(rest, arc=needs == _NEEDS["A"]))
    if bool(found) != bool(needs) or (needs and len(found) % needs):
        raise BadNumbersError(letter + rest)
    return letter + " ".join(found)


def clean_points(text: str) -> str:
    """Pairs of numbers."""
    found = list(_numbers(text))
    if not found or len(found) % 2:
        raise BadNumbersError(text)
    return " ".join(found)


def clean_transform(text: str) -> str:
    """Turns, moves and scales, one after the other."""
    found = _TURN.findall(text)
    if not found or _TURN.sub("", text).strip(" \t\r\n,"):
        raise BadNumbersError(text)
    return " ".join(f"{name}({_taken(name, rest)})" for name, rest in found)


def _taken(name: str, rest: str) -> str:
    found = list(_numbers(rest))
    if len(found) not in _TURN_TAKES[name]:
        raise BadNumbersError(rest)
    return " ".join(found)


def _numbers(text: str, *, arc: bool = False) -> Iterator[str]:
    """Each as it is written; they may stand without anything between them (「1-2.5.5」)."""
    text = text.lstrip(" \t\r\n,")
    place = count = 0
    while place < len(text):
        shape = _FLAG if arc and count % _NEEDS["A"] in _FLAGS else _NUMBER
        found = shape.match(text, place)
        if found is None:
            raise BadNumbersError(text)
        yield found[1]
        place, count = found.end(), count + 1
