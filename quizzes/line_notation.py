"""Questions written in lines: one line for one thing, and back. The forms say how (templates/quizzes/*_help.html)."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from quizzes.kinds.choosing import true_or_false

Fields = dict[str, Any]
_GAP = re.compile(r"\{([^{}]*)\}")
_BOX = re.compile(r"([0-9]{1,5}) +([0-9]{1,5}) +([0-9]{1,5}) +([0-9]{1,5})")
_BOX_IN_LINE = re.compile(rf"[\[［]({_BOX.pattern})[\]］]$")
# Of a right option; two stars begin **an important word**.
_STAR = re.compile(r"^[*＊](?![*＊]) *")
_SIDES = ("x", "y", "width", "height")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


# ---- options and places ---------------------------------------------------------------------------------------------


class Option(NamedTuple):
    """One thing to choose, as it was typed. Without a text it is not there."""

    text: str
    right: bool
    feedback: str


def with_ids(typed: Iterable[Option], before: Sequence[Mapping[str, Any]]) -> list[Fields]:
    """Ids by the place where it was typed: an option that stays keeps its id, a new one gets a letter never used."""
    used = [option["id"] for option in before]
    ids = [*used, *(letter for letter in _LETTERS if letter not in used)]
    return [{"id": one_id} | one._asdict() for one_id, one in zip(ids, typed, strict=False) if one.text]


def box_of(text: str) -> Fields | None:
    """A box of a picture written as "left top width height"; None: it is not written so."""
    found = _BOX.fullmatch(text.strip())
    return dict(zip(_SIDES, map(int, found.groups()), strict=True)) if found else None


def box_text(place: Mapping[str, Any]) -> str:
    return " ".join(str(place[side]) for side in _SIDES)


def _option(line: str) -> Option:
    """「* 正しい選択肢 // その解説」"""
    text, _, feedback = _STAR.sub("", line).partition(" //")
    return Option(text.rstrip(), bool(_STAR.match(line)), feedback.strip())


def _options(lines: list[str], before: Mapping[str, Any]) -> Fields:
    return {"options": with_ids(map(_option, lines), before.get("options", []))}


def _several(lines: list[str], before: Mapping[str, Any]) -> Fields:
    return {"marking": before.get("marking", "all")} | _options(lines, before)


def _places(lines: list[str], before: Mapping[str, Any]) -> Fields:
    """「* 正しい場所 [左 上 幅 高さ] // その解説」. Raises ValueError for one without its box."""
    typed = [_option(line) for line in lines]
    cut = [(one._replace(text=_BOX_IN_LINE.sub("", one.text).rstrip()), _BOX_IN_LINE.search(one.text)) for one in typed]
    if missing := [one.text for one, box in cut if box is None]:
        raise ValueError(f"「{missing[0]}」の場所を、図の上で囲んでください。")
    boxes = [box_of(box[1]) or {} for _, box in cut if box]
    places = with_ids((one for one, _ in cut), before.get("places", []))
    return {"places": [place | box for place, box in zip(places, boxes, strict=True)]}


def _option_line(option: Mapping[str, Any]) -> str:
    box = f" [{box_text(option)}]" if "width" in option else ""
    feedback = f" // {option['feedback']}" if option.get("feedback") else ""
    return f"{'* ' if option['right'] else ''}{option['text']}{box}{feedback}"


def _true_false(lines: list[str], before: Mapping[str, Any]) -> Fields:
    if lines not in (["正しい"], ["誤り"]):
        raise ValueError("正誤の答えは、「正しい」か「誤り」とだけ書いてください。")
    return {"options": true_or_false(lines == ["正しい"])}


# ---- one thing in one line ------------------------------------------------------------------------------------------


def _short(lines: list[str], before: Mapping[str, Any]) -> Fields:
    return {"answers": lines}


def _number(lines: list[str], before: Mapping[str, Any]) -> Fields:
    value, tolerance, unit = [*lines, "", "", ""][:3]
    return {"value": value, "tolerance": tolerance or "0", "unit": unit}


def _matching(lines: list[str], before: Mapping[str, Any]) -> Fields:
    cut = [[side.strip() for side in line.replace("＝", "=").partition("=")[::2]] for line in lines]
    pairs = [{"left": left, "right": right} for left, right in cut if left]
    return {"pairs": pairs, "extras": [right for left, right in cut if not left and right]}


def _ordering(lines: list[str], before: Mapping[str, Any]) -> Fields:
    return {"steps": lines}


def _gaps(lines: list[str], before: Mapping[str, Any]) -> Fields:
    written = "\n".join(lines)
    gaps = [_gap(inner) for inner in _GAP.findall(written)]
    numbers = iter(range(1, len(gaps) + 1))
    return {"text": _GAP.sub(lambda _: f"{{{next(numbers)}}}", written), "gaps": gaps}


def _gap(inner: str) -> Fields:
    right, *wrong = [part.strip() for part in inner.replace("｜", "|").split("|")]
    if wrong:
        return {"answers": [right], "choices": [right, *wrong]}
    return {"answers": [one.strip() for one in right.replace("／", "/").split("/") if one.strip()], "choices": []}


def _gap_written(gap: Fields) -> str:
    if not gap.get("choices"):
        return "/".join(gap["answers"])
    return "|".join([*gap["answers"], *(one for one in gap["choices"] if one not in gap["answers"])])


def _gaps_written(content: Mapping[str, Any]) -> list[str]:
    filled = _GAP.sub(lambda found: f"{{{_gap_written(content['gaps'][int(found[1]) - 1])}}}", content["text"])
    return filled.splitlines()


def _pairs_written(content: Mapping[str, Any]) -> list[str]:
    pairs = (f"{pair['left']} = {pair['right']}" for pair in content["pairs"])
    return [*pairs, *(f"= {text}" for text in content.get("extras", []))]


# What each kind makes of its lines and, where ids have to stay, of the question so far.
_READ: dict[str, Callable[[list[str], Mapping[str, Any]], Fields]] = {
    "single": _options, "multiple": _several, "true_false": _true_false, "hotspot": _places,
    "short": _short, "number": _number, "matching": _matching, "ordering": _ordering, "gaps": _gaps,
}  # fmt: skip

_WRITTEN: dict[str, Callable[[Mapping[str, Any]], list[str]]] = {
    "single": lambda content: [_option_line(option) for option in content["options"]],
    "multiple": lambda content: [_option_line(option) for option in content["options"]],
    "true_false": lambda content: ["正しい" if content["options"][0]["right"] else "誤り"],
    "hotspot": lambda content: [_option_line(place) for place in content["places"]],
    "short": lambda content: list(content["answers"]),
    "number": lambda content: [content["value"], content.get("tolerance", "0"), content.get("unit", "")],
    "matching": _pairs_written,
    "ordering": lambda content: list(content["steps"]),
    "gaps": _gaps_written,
}

LINED = frozenset(_READ)


def of_lines(kind: str, text: str, before: Mapping[str, Any]) -> Fields:
    """What a kind adds to a question's canonical form. Raises ValueError, in words for the person who writes."""
    lines = text.strip().splitlines()
    # In a text with gaps, blank lines and indents are the author's.
    return _READ[kind](lines if kind == "gaps" else [line.strip() for line in lines if line.strip()], before)


def in_lines(content: Mapping[str, Any]) -> str:
    """The same as it is written."""
    return "\n".join(_WRITTEN[content["kind"]](content))
