"""Keys to search and sort names by. A name itself is never normalised; these are kept beside it."""

import re
import unicodedata

from lms.lib.kanji_variants import FOLDED

_VARIATION_SELECTORS = [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]
# NFKC would turn the free-standing sound marks into a space and a mark; the combining ones join their kana.
_SOUND_MARKS = {"゛": "\u3099", "゜": "\u309a"}
_KATAKANA = range(ord("ァ"), ord("ヶ") + 1)
_TO_HIRAGANA = {code: code - 0x60 for code in _KATAKANA}
_TO_KATAKANA = {hiragana: katakana for katakana, hiragana in _TO_HIRAGANA.items()}
# Payroll systems write ｼﾖｳｺ for ショウコ, and 龍ヶ崎 is also written 龍ケ崎.
_SMALL_KANA = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")

_WIDTHS = str.maketrans(_SOUND_MARKS)
_KEY = {**dict.fromkeys([*_VARIATION_SELECTORS, *map(ord, "・·‧")]), **FOLDED, **_TO_HIRAGANA}
_BLANKS = re.compile(r"\s+")


def search_key(text: str) -> str:
    """The same key for every way of typing one name: 高橋 and 髙橋, ﾀｶﾊｼ and たかはし, with or without the space."""
    folded = _compatible(_compatible(text).casefold())
    key = _BLANKS.sub("", folded.translate(_KEY).translate(_SMALL_KANA))
    return unicodedata.normalize("NFKC", key)  # what stood apart may now belong together


def typed_key(text: str) -> str:
    """The same key for every way of typing one answer: width, kana, case and blanks make no difference, kanji and the
    size of kana do."""
    return _BLANKS.sub("", _compatible(_compatible(text).casefold()).translate(_TO_HIRAGANA))


def kana_reading(text: str) -> str:
    """A reading as it is kept: full-width katakana, one full-width space between family and given name."""
    return "　".join(_compatible(_compatible(text).translate(_TO_KATAKANA)).split())


def _compatible(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_WIDTHS))
