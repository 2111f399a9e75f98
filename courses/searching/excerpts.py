"""Some words around a find. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from courses.searching.asked import Asked, Form
from courses.searching.tokens import alike

_AROUND = 40
_AFTER_KATAKANA = re.compile(r"(?<=[ァ-ヶ])")
_BETWEEN_KANJI = re.compile(r"(?<=[々\u3400-\u9fff])(?=[々\u3400-\u9fff])")


@dataclass(frozen=True)
class Part:
    """A piece of an excerpt; `hit` where it is what was asked."""

    text: str
    hit: bool = False


def excerpt(words: str, asked: Iterable[Asked]) -> tuple[Part, ...]:
    """The words around the first find, with every find in it marked; the beginning where only the title holds it."""
    forms = sorted({form for one in asked for form in one.forms}, key=lambda form: len(form.text), reverse=True)
    pattern = re.compile("|".join(map(_as_written, forms)))
    first = found.start() if (found := pattern.search(alike(words))) else 0
    return tuple(_marked(words[max(0, first - _AROUND) : first + 2 * _AROUND], pattern))


def _as_written(form: Form) -> str:
    """Asked words are folded: サーバルーム stands for サーバールーム, 取扱 for 取り扱い."""
    strokes = _AFTER_KATAKANA.sub("ー?", re.escape(form.text))
    return _BETWEEN_KANJI.sub("[ぁ-ん]{0,2}", strokes) if form.loosely else strokes


def _marked(words: str, pattern: re.Pattern[str]) -> Iterator[Part]:
    at = 0
    for found in pattern.finditer(alike(words)):
        if found.start() > at:
            yield Part(words[at : found.start()])
        yield Part(words[found.start() : found.end()], hit=True)
        at = found.end()
    if at < len(words):
        yield Part(words[at:])
