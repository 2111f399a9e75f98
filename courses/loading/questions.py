"""A question of questions.toml as the canonical form of its kind."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from courses.loading.toml import Entry, LibraryError
from quizzes.kinds import KINDS, faults
from quizzes.kinds.choosing import true_or_false

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ASKED = ("kind", "stem", "explanation")
_SORTED = ("key", "category", "difficulty", "lesson", "tags")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

Form = dict[str, Any]


@dataclass(frozen=True)
class QuestionEntry:
    """One question of the bank."""

    key: str
    category: str
    difficulty: int
    tags: str
    content: Form


def read_question(entry: Entry, lessons: frozenset[str]) -> QuestionEntry:
    """The question, which one of the chapters `lessons` must explain."""
    key = entry.text("key")
    if not _KEY.fullmatch(key):
        raise LibraryError(entry.place, "「key」は半角の英小文字、数字、「-」だけにしてください。")
    if entry.text("lesson") not in lessons:
        raise LibraryError(entry.place, f"「lesson」の「{entry.text('lesson')}」という章はありません。")
    content = _content(entry, _SORTED) | {"lesson_key": entry.text("lesson")}
    if found := faults(content):
        raise LibraryError(f"{entry.place}（{key}）", "".join(found))
    tags = entry.texts("tags") if "tags" in entry.values else []
    return QuestionEntry(
        key, entry.text("category"), entry.number("difficulty", 1, 3), f" {' '.join(tags)} " if tags else "", content
    )


def _content(entry: Entry, more: tuple[str, ...] = ()) -> Form:
    kind = entry.text("kind")
    if kind not in KINDS:
        raise LibraryError(entry.place, f"「kind」は {'、'.join(KINDS)} のいずれかにしてください。")
    names, read = _KINDS[kind]
    entry.known(*_ASKED, *more, *names)
    return {name: entry.text(name) for name in _ASKED} | read(entry)


def _options(entry: Entry) -> Form:
    return {"options": [_option(letter, one) for letter, one in _lettered(entry, "option")]}


def _lettered(entry: Entry, name: str) -> list[tuple[str, Entry]]:
    return list(zip(_LETTERS, entry.entries(name), strict=False))


def _option(letter: str, entry: Entry) -> Form:
    entry.known("text", "right", "feedback")
    return {"id": letter, **{name: entry.text(name) for name in ("text", "feedback")}, "right": entry.flag("right")}


def _several(entry: Entry) -> Form:
    return _options(entry) | {"marking": entry.text("marking") if "marking" in entry.values else "all"}


def _number(entry: Entry) -> Form:
    given = {name: entry.text(name) for name in ("value", "tolerance", "unit") if name in entry.values}
    return {"tolerance": "0", "unit": ""} | given


def _matching(entry: Entry) -> Form:
    sides = ("left", "right")
    pairs = [{side: one.known(*sides).text(side) for side in sides} for one in entry.entries("pair")]
    return {"pairs": pairs, "extras": entry.texts("extras") if "extras" in entry.values else []}


def _gaps(entry: Entry) -> Form:
    return {"text": entry.text("text"), "gaps": [_gap(one) for one in entry.entries("gap")]}


def _gap(entry: Entry) -> Form:
    entry.known("answers", "choices")
    answers, choices = entry.texts("answers"), entry.texts("choices") if "choices" in entry.values else []
    # The right one first, as the editor writes it; a paper shuffles them.
    return {"answers": answers, "choices": sorted(choices, key=lambda choice: choice not in answers)}


def _hotspot(entry: Entry) -> Form:
    picture = entry.entry("picture").known("path", "alt", "width", "height")
    size = {name: picture.number(name, 1, 10_000) for name in ("width", "height")}
    places = [_place(letter, one) for letter, one in _lettered(entry, "place")]
    return {"picture": {"path": picture.text("path"), "alt": picture.text("alt"), **size}, "places": places}


def _place(letter: str, entry: Entry) -> Form:
    box = ("x", "y", "width", "height")
    entry.known("text", "right", "feedback", *box)
    numbers = {name: entry.number(name, 0, 10_000) for name in box}
    plain = Entry(entry.place, {name: value for name, value in entry.values.items() if name not in box})
    return _option(letter, plain) | numbers


def _scenario(entry: Entry) -> Form:
    return {"text": entry.text("text"), "parts": [_content(one) for one in entry.entries("part")]}


# What each kind has beside the words common to all, and how it is read.
_KINDS: dict[str, tuple[tuple[str, ...], Callable[[Entry], Form]]] = {
    "single": (("option",), _options),
    "multiple": (("option", "marking"), _several),
    "true_false": (("right",), lambda entry: {"options": true_or_false(entry.flag("right"))}),
    "short": (("answers",), lambda entry: {"answers": entry.texts("answers")}),
    "number": (("value", "tolerance", "unit"), _number),
    "matching": (("pair", "extras"), _matching),
    "ordering": (("steps",), lambda entry: {"steps": entry.texts("steps")}),
    "gaps": (("text", "gap"), _gaps),
    "hotspot": (("picture", "place"), _hotspot),
    "scenario": (("text", "part"), _scenario),
}
