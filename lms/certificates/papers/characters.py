"""Characters of a paper that no font has, and the fonts made for one paper. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lms.lib.paper_fonts import own_font, vertical_font, without_form

# What is not printed as words, or is made of letters that every font has.
_NO_WORDS = frozenset({"layout", "design", "public_id", "check", "glyphs"})
_TAG = re.compile("<[^>]*>")
_OWN = "Own Characters"
_VERTICAL = "Vertical Writing"


def to_be_drawn(payload: Mapping[str, Any]) -> list[str]:
    """The characters of a paper's words that need a 字形の画像."""
    return without_form("".join(_words({name: payload[name] for name in payload.keys() - _NO_WORDS})))


def _words(said: Any) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, Mapping):
        for value in said.values():
            yield from _words(value)
    elif isinstance(said, list):
        for value in said:
            yield from _words(value)


def fonts_of(layout: str, html: str, outlines: Mapping[str, str]) -> dict[str, bytes]:
    """The fonts that this paper alone needs, by family."""
    if layout == "vertical":
        return {_VERTICAL: vertical_font(_VERTICAL, _TAG.sub("", html), outlines)}
    return {_OWN: own_font(_OWN, outlines)} if outlines else {}


def marked(html: str, outlines: Mapping[str, str]) -> str:
    """Each drawn character in a span of its own, so that the stylesheet gives it its font."""
    if not outlines:
        return html
    drawn = "|".join(re.escape(one) for one in sorted(outlines, key=len, reverse=True))
    pattern = re.compile(f"<title.*?</title>|<[^>]*>|(?P<drawn>{drawn})", re.DOTALL)
    return pattern.sub(
        lambda found: f'<span class="drawn-character">{found[0]}</span>' if found["drawn"] else found[0], html
    )
