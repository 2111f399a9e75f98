"""番号の書式: what of a paper's number follows the city's words in front, as the administrator types it. Pure."""

import re
from collections.abc import Collection

from lms.certificates.papers.wording import number_text

_PREFIX = "{prefix}"
_TYPED = {"{年度}": "{year}", "{番号}": "{number}"}
_BRACES = str.maketrans("｛｝", "{}")
_LONGEST = 40


def as_typed(pattern: str) -> str:
    """「{年度}－{番号}号」"""
    return _replaced(pattern.removeprefix(_PREFIX), {kept: typed for typed, kept in _TYPED.items()})


def as_kept(text: str) -> str:
    """「{prefix}{year}－{number}号」"""
    return _PREFIX + _replaced("".join(text.translate(_BRACES).split()), _TYPED)


def _replaced(text: str, words: dict[str, str]) -> str:
    for old, new in words.items():
        text = text.replace(old, new)
    return text


def fault(pattern: str) -> str:
    """Why two papers might get one number, or a number could not be read; empty when all is well."""
    year, _, rest = pattern.removeprefix(_PREFIX).partition("{year}")
    between, _, end = rest.partition("{number}")
    if pattern != f"{_PREFIX}{year}{{year}}{between}{{number}}{end}":
        return "{年度}と{番号}を、この順に一つずつ入れてください。例：{年度}－{番号}号"
    if not between:
        return "{年度}と{番号}の間に、「－」などの文字を入れてください。例：{年度}－{番号}号"
    if re.search(r"[\d{}]", year + between + end):
        return "数字とかっこは、{年度}と{番号}のほかには使えません。"
    return f"{_LONGEST}文字までにしてください。" if len(as_typed(pattern)) > _LONGEST else ""


def alike(patterns: Collection[str]) -> bool:
    """Whether two of these give the same number to different papers: their numbers differ in digits alone."""
    return len({re.sub(r"\d+", "#", number_text(pattern, "", 2026, 1)) for pattern in patterns}) < len(patterns)
