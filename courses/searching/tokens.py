"""Text as a search engine for words between blanks can take it: Japanese has none, so every two neighbours are a word.

Pure. Widths, case and okurigana make no difference: ＵＳＢ is found by usb, 取扱い by 取り扱い.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

_KANJI = r"[々〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_IS_KANJI = re.compile(_KANJI)
# Hiragana that one writer puts to a kanji and another does not (取り扱い, 申込み, 問合せ); a particle is none of it.
_OKURIGANA = re.compile(rf"(?<={_KANJI})(?![のをにはがとへでもや](?![ぁ-ん]))[ぁ-ん]{{1,2}}(?={_KANJI}|[^ぁ-ん]|$)")
_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
# usb / を / 無くした: letters, katakana, kanji with what belongs to them; hiragana only where it is a word of its own.
_PART = re.compile(
    rf"[a-z0-9]+|[ァ-ヶー]+|{_KANJI}+(?:(?![のをにはがとへでもや])[ぁ-ん]{{1,2}})?|(?<=[をにはがとへでも])[ぁ-ん]{{3,}}"
)
_HIRAGANA = re.compile(r"[ぁ-んー]{3,}")
# サーバー and サーバ are one word; the stroke inside of a word (データ) is part of it.
_LAST_STROKE = re.compile(r"(?<=[ァ-ヶ][ァ-ヶ])ー(?![ァ-ヶ])")
_LONG_STROKE = re.compile(r"(?<=[ァ-ヶ]ー[ァ-ヶ])ー(?![ァ-ヶ])")


def folded(text: str) -> str:
    """The same for every width and case."""
    return _LAST_STROKE.sub("", _LONG_STROKE.sub("", _narrow(text)))


def alike(text: str) -> str:
    """The same for every width and case, each character in its place: to show where in the text something was found."""
    return "".join(map(_alike, text))


@cache
def _alike(one: str) -> str:
    return narrow if len(narrow := _narrow(one)) == 1 else one


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def loose(text: str) -> str:
    """Folded text without okurigana."""
    return _OKURIGANA.sub("", text)


def has_kanji(text: str) -> bool:
    return bool(_IS_KANJI.search(text))


def katakana(text: str) -> str:
    """What one typed without converting it: せきゅりてぃ as セキュリティ; other text as it is."""
    return text.translate(_TO_KATAKANA) if _HIRAGANA.fullmatch(text) else text


def spellings(term: str) -> list[str]:
    """Every way in which a folded text may hold what was asked, the exact one first."""
    exact = folded(term)
    found = [exact, folded(katakana(exact)), loose(exact)]
    return [one for one in dict.fromkeys(found) if len(one) > 1 or one == exact]


def parts(text: str) -> list[str]:
    """The words of a folded sentence, as far as the change of letters shows them; what joins them is left out."""
    return _PART.findall(text)


def grams(text: str) -> list[str]:
    """The words of a folded text, each once: two neighbours each, and single kanji."""
    runs = re.findall(r"[^\W_]+", text)
    pairs = (run[at : at + 2] for run in runs for at in range(len(run) - 1))
    return [_word(one) for one in dict.fromkeys([*pairs, *_singles(runs)])]


def asked_grams(text: str) -> list[str]:
    """Those that a text must have to hold `text`: its pairs, or its only character."""
    runs = re.findall(r"[^\W_]+", text)
    pairs = [run[at : at + 2] for run in runs for at in range(len(run) - 1)]
    return [_word(one) for one in dict.fromkeys(pairs or list(_singles(runs)))]


def indexed(text: str) -> str:
    """What the search engine is given of a text, as it is written and without okurigana."""
    exact = folded(text)
    return " ".join(dict.fromkeys([*grams(exact), *grams(loose(exact))]))


def _singles(runs: list[str]) -> Iterator[str]:
    return (one for run in runs for one in run if _IS_KANJI.match(one) or len(run) == 1)


def _word(text: str) -> str:
    """Letters and digits only: no engine takes them apart, whatever language it thinks it reads."""
    return "g" + "".join(f"{ord(one):04x}" for one in text)
