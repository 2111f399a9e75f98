"""A question's canonical form as plain fields, and back: what a person types who writes questions.

Kinds without options are written in one field, `body`, one line for one thing (quizzes/line_notation.py). So are the
questions of a scenario, options and places too. The places of a picture are options that also have a box.
"""

from collections.abc import Mapping
from typing import Any

from quizzes.kinds.choosing import MAX_OPTIONS, true_or_false
from quizzes.kinds.scenario import MAX_PARTS
from quizzes.line_notation import LINED, Fields, Option, box_of, box_text, in_lines, of_lines, with_ids

_OPTIONS = range(1, MAX_OPTIONS + 1)
_PARTS = range(1, MAX_PARTS + 1)


def content_of(values: Fields, before: Mapping[str, Any]) -> Fields:
    """The canonical form of what was typed. `before`: the form so far, whose ids and pictures stay.

    Raises ValueError, in words for the person who writes.
    """
    kind = values["kind"]
    common = {"kind": kind, "stem": values["stem"], "explanation": values["explanation"]}
    if kind == "true_false":
        return common | {"options": true_or_false(values["answer"] == "true")}
    if kind in {"single", "multiple"}:
        marking = {"marking": values.get("marking") or "all"} if kind == "multiple" else {}
        return common | marking | {"options": _options(values, before.get("options", []))}
    if kind == "hotspot":
        picture = _picture(values, "picture", before)
        return common | {"picture": picture, "places": _places(values, before.get("places", []))}
    if kind == "scenario":
        return common | {"text": values["body"].strip(), "parts": _parts(values, before.get("parts", []))}
    return common | of_lines(kind, values["body"], before)


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
    return shown | {"body": in_lines(content)}


def _options(values: Fields, before: list[Fields]) -> list[Fields]:
    names = ("text", "right", "feedback")
    return with_ids((Option(*(values[f"option_{n}_{name}"] for name in names)) for n in _OPTIONS), before)


def _option_fields(options: list[Fields]) -> Fields:
    return {
        f"option_{number}_{name}": option[name]
        for number, option in enumerate(options, start=1)
        for name in ("text", "right", "feedback")
    }


# ---- places in a picture ---------------------------------------------------------------------------------------------


def _picture(values: Fields, field: str, before: Mapping[str, Any]) -> Fields:
    """The picture just chosen, with its size on the page; else the one it has."""
    kept = dict(before.get("picture", {}))
    return (values.get(f"{field}_shown") or kept) | {"alt": values.get(f"{field}_alt", "")}


def _places(values: Fields, before: list[Fields]) -> list[Fields]:
    written = [number for number in _OPTIONS if values[f"option_{number}_text"]]
    boxes = [_box(number, values.get(f"option_{number}_box", "")) for number in written]
    return [option | box for option, box in zip(_options(values, before), boxes, strict=True)]


def _box(number: int, text: str) -> Fields:
    found = box_of(text)
    if found is None:
        raise ValueError(f"選択肢{number}の場所を、図の上で囲んでください。")
    return found


def _place_fields(places: list[Fields]) -> Fields:
    boxes = {f"option_{number}_box": box_text(place) for number, place in enumerate(places, 1)}
    return _option_fields(places) | boxes


# ---- the questions of a scenario ------------------------------------------------------------------------------------

# What a question of a scenario may be here: whatever is written in lines.
PART_KINDS = LINED


def _parts(values: Fields, before: list[Fields]) -> list[Fields]:
    """By the position of the field, so that options keep their ids."""
    earlier = dict(enumerate(before, start=1))
    written = (n for n in _PARTS if values[f"part_{n}_stem"] or values[f"part_{n}_body"])
    return [_part(values, number, earlier.get(number, {})) for number in written]


def _part(values: Fields, number: int, before: Fields) -> Fields:
    kind = values[f"part_{number}_kind"]
    common = {"kind": kind} | {name: values[f"part_{number}_{name}"] for name in ("stem", "explanation")}
    if not kind:
        raise ValueError(f"問い{number}：形式を選んでください。")
    if kind == "hotspot":
        common |= {"picture": _picture(values, f"part_{number}_picture", before)}
    try:
        return common | of_lines(kind, values[f"part_{number}_body"], before)
    except ValueError as error:
        raise ValueError(f"問い{number}：{error}") from error


def _part_fields(parts: list[Fields]) -> Fields:
    found: Fields = {}
    for number, part in enumerate(parts, start=1):
        found |= {f"part_{number}_{name}": part.get(name, "") for name in ("kind", "stem", "explanation")}
        found |= {
            f"part_{number}_body": in_lines(part),
            f"part_{number}_picture_alt": part.get("picture", {}).get("alt", ""),
        }
    return found
