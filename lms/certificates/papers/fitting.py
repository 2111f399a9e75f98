"""Which size of letters a text of a paper takes. Pure."""

import math
import unicodedata
from collections.abc import Sequence

from lms.certificates.papers.design import Form

# (full-width characters that fit in one line, class of the size in the stylesheet), largest first.
_NAME_SIZES = {
    Form.PORTRAIT: ((10, "large"), (14, "medium"), (20, "small")),
    Form.LANDSCAPE: ((14, "large"), (20, "medium"), (28, "small")),
    Form.VERTICAL: ((10, "large"), (14, "medium"), (18, "small")),
}
# (characters in a line, lines, class): a text that is too long for a line goes on in the next.
_BODY_SIZES = {
    Form.PORTRAIT: ((23, 3, "large"), (26, 4, "medium"), (28, 5, "small")),
    Form.LANDSCAPE: ((33, 2, "large"), (36, 3, "medium"), (42, 4, "small")),
    Form.VERTICAL: ((21, 3, "large"), (26, 4, "medium"), (29, 5, "small")),
}
_LEAST = "tiny"


def name_size(name: str, form: str) -> str:
    """The largest size in which a name fits its line; one that fits none breaks at the smallest."""
    return next((size for room, size in _NAME_SIZES[Form(form)] if cells(name) <= room), _LEAST)


def body_size(lines: Sequence[str], form: str) -> str:
    """The largest in which the lines stay as they were written, else in which they fit at all."""
    fitting = [(room, size) for room, most, size in _BODY_SIZES[Form(form)] if _lines(lines, room) <= most]
    whole = [size for room, size in fitting if _lines(lines, room) == len(lines)]
    return next(iter([*whole, *(size for _, size in fitting)]), _LEAST)


def _lines(lines: Sequence[str], room: int) -> int:
    return sum(max(1, math.ceil(cells(line) / room)) for line in lines)


def cells(text: str) -> float:
    """Width in full-width characters; variation selectors and other marks have none."""
    return sum(_width(char) for char in text)


def _width(char: str) -> float:
    if unicodedata.category(char) in ("Mn", "Cf"):
        return 0
    return 1 if unicodedata.east_asian_width(char) in "WFA" else 0.5
