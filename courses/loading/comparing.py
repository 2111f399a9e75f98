"""Two texts beside each other or below, with what differs. Pure."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher, unified_diff
from itertools import zip_longest
from typing import NamedTuple

_AROUND = 2
_MARKS = {"equal": "", "replace": "変更", "delete": "市の文だけ", "insert": "新しい文だけ"}


class Row(NamedTuple):
    """One line of both; `mark` says in a word how they differ. A gap: equal lines are left out here."""

    mark: str
    own: str
    offered: str
    gap: bool = False


def beside(own: Sequence[str], offered: Sequence[str]) -> list[Row]:
    """What differs, with two equal lines around it."""
    rows: list[Row] = []
    for group in SequenceMatcher(a=own, b=offered, autojunk=False).get_grouped_opcodes(_AROUND):
        rows += [Row("", "", "", gap=True)] if rows else []
        for kind, i1, i2, j1, j2 in group:
            rows += (Row(_MARKS[kind], *pair) for pair in zip_longest(own[i1:i2], offered[j1:j2], fillvalue=""))
    return rows


def below(own: Sequence[str], offered: Sequence[str], path: str) -> Iterator[str]:
    """As a unified difference."""
    yield from unified_diff(own, offered, f"市の文/{path}", f"製品の文/{path}", lineterm="", n=_AROUND)
