"""A question's canonical form as plain fields, and back: what a person types who writes questions.

Kinds without options are written in one field, `body`, one line for one thing; the form says how. The questions of a
scenario are written in the same way, options too. The places of a picture are options that also have a box.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from quizzes.kinds.choosing import MAX_OPTIONS, true_or_false
from quizzes.kinds.scenario import MAX_PARTS

Fields = dict[str, Any]
_GAP = re.compile(r"\{([^{}]*)\}")
_BOX = re.compile(r"([0-9]{1,5}) +([0-9]{1,5}) +([0-9]{1,5}) +([0-9]{1,5})")
# Of a right option; two stars begin **an important word**.
_STAR = re.compile(r"^[*＊](?![*＊]) *")
_SIDES = ("x", "y", "width", "height")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def content_of(values: Fields, before: Mapping[str, Any]) -> Fields:
    """The canonical form of what was typed. `before`: the form so far, whose ids stay. Raises ValueError."""
    kind = values["kind"]
    common = {"kind": kind, "stem": values["stem"], "explanation": values["explanation"]}
    if kind == "true_false":
        return common | {"options": true_or_false(values["answer"] == "true")}
    if kind in {"single", "multiple"}:
        marking = {"marking": values.get("marking") or "all"} if kind == "multiple" else {}
        return common | marking | {"options": _options(values, before.get("options", []))}
    if kind == "hotspot":
        return common | {"picture": values["picture_shown"], "places": _places(values, before.get("places", []))}
    if kind == "scenario":
        return common | {"text": values["body"].strip(), "parts": _parts(values, before.get("parts", []))}
    return common | _READ[kind](_lines(values["body"]))


def fields_of(content: Mapping[str, Any]) -> Fields:
    """What the fields show of a question."""
    kind = content["kind"]
    shown = {name: content.get(name, "") for name in ("stem", "explanation", "lesson_key", "marking")}
    if kind == "true_false":
        return shown | {"answer": "true" if content["options"][0]["right"] else "false"}
    if kind in {"single", "multiple"}:
        return shown | _option_fields(content["options"])
    if kind == "hotspot":
        return shown | {"picture_alt": content["picture"]["alt"]} | _place_fields(content["places"])
    if kind == "scenario":
        return shown | {"body": content["text"]} | _part_fields(content["parts"])
    return shown | {"body": "\n".join(_WRITTEN[kind](content))}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _options(values: Fields, before: list[Fields]) -> list[Fields]:
    """Ids by the position of the field: an option that stays keeps its id, a new one gets a letter never used."""
    used = [option["id"] for option in before]
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


# ---- places in a picture ---------------------------------------------------------------------------------------------


def _places(values: Fields, before: list[Fields]) -> list[Fields]:
    written = [number for number in range(1, MAX_OPTIONS + 1) if values[f"option_{number}_text"]]
    boxes = [_box(number, values.get(f"option_{number}_box", "")) for number in written]
    return [option | box for option, box in zip(_options(values, before), boxes, strict=True)]


def _box(number: int, text: str) -> Fields:
    found = _BOX.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"選択肢{number}の場所を、図の上で囲んでください。")
    return dict(zip(_SIDES, map(int, found.groups()), strict=True))


def _place_fields(places: list[Fields]) -> Fields:
    boxes = {
        f"option_{number}_box": " ".join(str(place[side]) for side in _SIDES) for number, place in enumerate(places, 1)
    }
    return _option_fields(places) | boxes


# ---- the questions of a scenario ------------------------------------------------------------------------------------


def _parts(values: Fields, before: list[Fields]) -> list[Fields]:
    """By the position of the field, so that options keep their ids."""
    earlier = dict(enumerate(before, start=1))
    return [
        _part(values, number, earlier.get(number, {}))
        for number in range(1, MAX_PARTS + 1)
        if values[f"part_{number}_stem"] or values[f"part_{number}_body"]
    ]


def _part(values: Fields, number: int, before: Fields) -> Fields:
    typed = {name: values[f"part_{number}_{name}"] for name in ("kind", "stem", "explanation", "body")}
    common = {name: typed[name] for name in ("kind", "stem", "explanation")}
    try:
        return common | _inner(typed["kind"], _lines(typed["body"]), before)
    except ValueError as error:
        raise ValueError(f"問い{number}：{error}") from error


def _inner(kind: str, lines: list[str], before: Fields) -> Fields:
    if kind == "true_false":
        if lines not in (["正しい"], ["誤り"]):
            raise ValueError("正誤の答えは、「正しい」か「誤り」とだけ書いてください。")
        return {"options": true_or_false(lines == ["正しい"])}
    if not kind:
        raise ValueError("形式を選んでください。")
    if kind not in {"single", "multiple"}:
        return _READ[kind](lines)
    marking = {"marking": before.get("marking", "all")} if kind == "multiple" else {}
    return marking | {"options": _line_options(lines, before.get("options", []))}


def _line_options(lines: list[str], before: list[Fields]) -> list[Fields]:
    """「* 正しい選択肢 // その解説」"""
    split = [re.split(r" +// *", _STAR.sub("", line), maxsplit=1) for line in lines]
    typed: Fields = {f"option_{number}_text": "" for number in range(1, max(len(lines), MAX_OPTIONS) + 1)}
    for number, (line, (text, *feedback)) in enumerate(zip(lines, split, strict=True), start=1):
        typed |= {
            f"option_{number}_text": text, f"option_{number}_right": bool(_STAR.match(line)),
            f"option_{number}_feedback": "".join(feedback),
        }  # fmt: skip
    return _options(typed, before)


def _part_fields(parts: list[Fields]) -> Fields:
    found: Fields = {}
    for number, part in enumerate(parts, start=1):
        found |= {f"part_{number}_{name}": part.get(name, "") for name in ("kind", "stem", "explanation")}
        found[f"part_{number}_body"] = "\n".join(_written(part))
    return found


def _written(part: Fields) -> list[str]:
    if part["kind"] == "true_false":
        return ["正しい" if part["options"][0]["right"] else "誤り"]
    if part["kind"] in {"single", "multiple"}:
        return [_option_line(option) for option in part["options"]]
    return _WRITTEN[part["kind"]](part)


def _option_line(option: Fields) -> str:
    feedback = f" // {option['feedback']}" if option.get("feedback") else ""
    return f"{'* ' if option['right'] else ''}{option['text']}{feedback}"


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


_READ: dict[str, Callable[[list[str]], Fields]] = {
    "short": _short, "number": _number, "matching": _matching, "ordering": _ordering, "gaps": _gaps,
}  # fmt: skip

_WRITTEN: dict[str, Callable[[Mapping[str, Any]], list[str]]] = {
    "short": lambda content: list(content["answers"]),
    "number": lambda content: [content["value"], content.get("tolerance", "0"), content.get("unit", "")],
    "matching": _pairs_written,
    "ordering": lambda content: list(content["steps"]),
    "gaps": _gaps_written,
}

# What a question of a scenario may be here: whatever is written in lines.
PART_KINDS = frozenset({"single", "multiple", "true_false", *_READ})
