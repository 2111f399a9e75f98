"""A question's canonical form as plain fields, and back: what a person types who writes questions.

Kinds without options are written in one field, `body`, one line for one thing; the form says how. A scenario is
brought by the library; here its words are changed, its parts stay.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from quizzes.kinds.choosing import MAX_OPTIONS, true_or_false

Fields = dict[str, Any]
_GAP = re.compile(r"\{([^{}]*)\}")
_PLACE = re.compile(r"(\*?) *(\d+) +(\d+) +(\d+) +(\d+) +(.+)")
_PICTURE = re.compile(r"(\S+) +(\d+) +(\d+) +(.+)")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def content_of(values: Fields, before: Mapping[str, Any]) -> Fields:
    """The canonical form of what was typed. `before`: the form so far, whose ids stay. Raises ValueError."""
    kind = values["kind"]
    common = {"kind": kind, "stem": values["stem"], "explanation": values["explanation"]}
    if kind == "true_false":
        return common | {"options": true_or_false(values["answer"] == "true")}
    if kind in {"single", "multiple"}:
        marking = {"marking": values.get("marking") or "all"} if kind == "multiple" else {}
        return common | marking | {"options": _options(values, before)}
    if kind == "scenario":
        return common | {name: before.get(name, empty) for name, empty in (("text", ""), ("parts", []))}
    lines = [line.strip() for line in values["body"].splitlines() if line.strip()]
    return common | _READ[kind](lines)


def fields_of(content: Mapping[str, Any]) -> Fields:
    """What the fields show of a question."""
    kind = content["kind"]
    shown = {name: content.get(name, "") for name in ("stem", "explanation", "lesson_key", "marking")}
    if kind == "true_false":
        return shown | {"answer": "true" if content["options"][0]["right"] else "false"}
    if kind in {"single", "multiple"}:
        return shown | _option_fields(content["options"])
    return shown | {"body": "\n".join(_WRITTEN[kind](content)) if kind in _WRITTEN else content["text"]}


def _options(values: Fields, before: Mapping[str, Any]) -> list[Fields]:
    """Ids by the position of the field: an option that stays keeps its id, a new one gets a letter never used."""
    used = [option["id"] for option in before.get("options", [])]
    ids = [*used, *(letter for letter in _LETTERS if letter not in used)]
    return [
        {
            "id": ids[n - 1], "text": values[f"option_{n}_text"], "right": values[f"option_{n}_right"],
            "feedback": values[f"option_{n}_feedback"],
        }
        for n in range(1, MAX_OPTIONS + 1)
        if values[f"option_{n}_text"]
    ]  # fmt: skip


def _option_fields(options: list[Fields]) -> Fields:
    return {
        f"option_{number}_{name}": option[name]
        for number, option in enumerate(options, start=1)
        for name in ("text", "right", "feedback")
    }


# ---- one thing in one line ------------------------------------------------------------------------------------------


def _short(lines: list[str]) -> Fields:
    return {"answers": lines}


def _number(lines: list[str]) -> Fields:
    value, tolerance, unit = [*lines, "", "", ""][:3]
    return {"value": value, "tolerance": tolerance or "0", "unit": unit}


def _matching(lines: list[str]) -> Fields:
    cut = [[side.strip() for side in line.replace("＝", "=").partition("=")[::2]] for line in lines]
    pairs = [{"left": left, "right": right} for left, right in cut if left]
    return {"pairs": pairs, "extras": [right for left, right in cut if not left and right]}


def _ordering(lines: list[str]) -> Fields:
    return {"steps": lines}


def _gaps(lines: list[str]) -> Fields:
    written = "\n".join(lines)
    gaps = [_gap(inner) for inner in _GAP.findall(written)]
    numbers = iter(range(1, len(gaps) + 1))
    return {"text": _GAP.sub(lambda _: f"{{{next(numbers)}}}", written), "gaps": gaps}


def _gap(inner: str) -> Fields:
    right, *wrong = [part.strip() for part in inner.replace("｜", "|").split("|")]
    if wrong:
        return {"answers": [right], "choices": [right, *wrong]}
    return {"answers": [one.strip() for one in right.replace("／", "/").split("/") if one.strip()], "choices": []}


def _hotspot(lines: list[str]) -> Fields:
    picture = _PICTURE.fullmatch(lines[0]) if lines else None
    places = [_PLACE.fullmatch(line) for line in lines[1:]]
    if picture is None or not all(places):
        raise ValueError("図の場所は、説明のとおりに、1行目に図、2行目から場所を書いてください。")
    path, width, height, alt = picture.groups()
    found = [_place(letter, *match.groups()) for letter, match in zip(_LETTERS, places, strict=False)]
    return {"picture": {"path": path, "alt": alt, "width": int(width), "height": int(height)}, "places": found}


def _place(letter: str, star: str, x: str, y: str, width: str, height: str, text: str) -> Fields:
    box = {"x": int(x), "y": int(y), "width": int(width), "height": int(height)}
    return {"id": letter, "text": text, "right": bool(star), "feedback": "", **box}


def _gap_written(gap: Fields) -> str:
    if not gap.get("choices"):
        return "/".join(gap["answers"])
    return "|".join([*gap["answers"], *(one for one in gap["choices"] if one not in gap["answers"])])


def _gaps_written(content: Mapping[str, Any]) -> list[str]:
    filled = _GAP.sub(lambda found: f"{{{_gap_written(content['gaps'][int(found[1]) - 1])}}}", content["text"])
    return filled.splitlines()


def _hotspot_written(content: Mapping[str, Any]) -> list[str]:
    picture = content["picture"]
    places = (
        f"{'*' if place['right'] else ''}{place['x']} {place['y']} {place['width']} {place['height']} {place['text']}"
        for place in content["places"]
    )
    return [f"{picture['path']} {picture['width']} {picture['height']} {picture['alt']}", *places]


def _pairs_written(content: Mapping[str, Any]) -> list[str]:
    pairs = (f"{pair['left']} = {pair['right']}" for pair in content["pairs"])
    return [*pairs, *(f"= {text}" for text in content.get("extras", []))]


_READ: dict[str, Callable[[list[str]], Fields]] = {
    "short": _short, "number": _number, "matching": _matching, "ordering": _ordering, "gaps": _gaps,
    "hotspot": _hotspot,
}  # fmt: skip

_WRITTEN: dict[str, Callable[[Mapping[str, Any]], list[str]]] = {
    "short": lambda content: list(content["answers"]),
    "number": lambda content: [content["value"], content.get("tolerance", "0"), content.get("unit", "")],
    "matching": _pairs_written,
    "ordering": lambda content: list(content["steps"]),
    "gaps": _gaps_written,
    "hotspot": _hotspot_written,
}
