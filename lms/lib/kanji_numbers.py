"""Numbers in kanji, as vertical writing has them. Pure."""

import re

_DIGITS = str.maketrans("0123456789０１２３４５６７８９", "〇一二三四五六七八九〇一二三四五六七八九")
_RUN = re.compile("[0-9０-９]+")
_LONGEST = 3


def kanji_digits(text: str) -> str:
    """Digit by digit: 「第８－１２３号」 becomes 「第八－一二三号」."""
    return text.translate(_DIGITS)


def kanji_numbers(text: str) -> str:
    """Up to 999 with places, 「令和八年六月三十日」; what is longer, or begins with zero, digit by digit."""
    return _RUN.sub(lambda found: _number(found[0]), text)


def _number(run: str) -> str:
    if len(run) > _LONGEST or int(run[0]) == 0:
        return kanji_digits(run)
    number = int(run)
    places = ((number // 100, "百"), (number // 10 % 10, "十"))
    said = "".join(("" if count == 1 else kanji_digits(str(count))) + place for count, place in places if count)
    return said + (kanji_digits(str(number % 10)) if number % 10 else "")
