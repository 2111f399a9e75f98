"""Some words around a find. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from courses.searching.asked import Asked

_AROUND = 40


@dataclass(frozen=True)
class Part:
    """A piece of an excerpt; `hit` where it is what was asked."""

    text: str
    hit: bool = False


def excerpt(words: str, exact: str, asked: Iterable[Asked]) -> tuple[Part, ...]:
    """The words around the first find, with every find in it marked; the beginning where only the title holds it.

    `exact`: the words folded. Where that changed their number, finds are told in the words as they are.
    """
    forms = sorted({form.text for one in asked for form in one.forms}, key=len, reverse=True)
    shown = exact if len(exact) == len(words) else words
    first = min((at for form in forms if (at := shown.find(form)) >= 0), default=0)
    start, end = max(0, first - _AROUND), first + 2 * _AROUND
    return tuple(_marked(words[start:end], shown[start:end], forms))


def _marked(words: str, shown: str, forms: Sequence[str]) -> Iterable[Part]:
    at = 0
    while at < len(words):
        form = next((form for form in forms if shown.startswith(form, at)), "")
        end = at + len(form) if form else _next(shown, forms, at)
        yield Part(words[at:end], hit=bool(form))
        at = end


def _next(shown: str, forms: Sequence[str], at: int) -> int:
    return min((found for form in forms if (found := shown.find(form, at)) >= 0), default=len(shown))
