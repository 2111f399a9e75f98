"""Other words for the same thing, from the library."""

import tomllib
from functools import cache

from courses.loading.files import LIBRARY
from courses.searching.tokens import folded


def others(term: str) -> tuple[str, ...]:
    """What else people call it; nothing for a word that no line has."""
    return _groups().get(folded(term), ())


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    lines = tomllib.loads((LIBRARY / "synonyms.toml").read_text(encoding="utf-8"))["words"]
    return {
        folded(word): tuple(other for other in line if folded(other) != folded(word))
        for line in lines for word in line
    }  # fmt: skip
