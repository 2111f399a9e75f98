"""Words as vertical writing has them: numbers in kanji, short words of letters upright. Pure."""

import re

from lms.lib.kanji_numbers import kanji_digits, kanji_numbers
from lms.lib.wide import wide

# 「DX」 stands upright, letter under letter; 「Microsoft 365」 lies on its side as a whole.
_FOREIGN = re.compile(r"([A-Za-z][A-Za-z0-9０-９.+/&-]*(?: [A-Za-z0-9０-９.+/&-]+)*)")
_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")
_SHORT = 4


def vertical(text: str) -> str:
    parts = _FOREIGN.split(text)
    return "".join(_upright(part) if place % 2 else kanji_numbers(part) for place, part in enumerate(parts))


def _upright(word: str) -> str:
    return wide(word) if len(word) <= _SHORT else word.translate(_NARROW)


def vertical_number(text: str) -> str:
    """The number of a paper, digit by digit, as it is written in the register."""
    return kanji_digits(text)
