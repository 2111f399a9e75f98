"""What a page says, as plain words: what is searched, and where excerpts are cut from. Pure."""

import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any

_TAG = re.compile(r"<[^>]+>")
_READING = re.compile(r"｜([^｜《》]*)《[^《》]*》")
_END = re.compile(r"</(?:p|li|h\d)>")
# What a block of a lesson keeps beside its words.
_NOT_WORDS = frozenset({
    "id", "type", "path", "kind", "right", "image", "document", "video", "captions", "table_header_choice",
    "first_row_is_table_header", "first_col_is_header", "cell", "mergedCells",
})  # fmt: skip


def words_of(value: Any) -> str:
    """The words of a lesson's body (its raw data): every text in it, in order, with 「。」-like ends kept apart."""
    return " ".join(filter(None, (plain(text) for text in _texts(value))))


def plain(html: str) -> str:
    """Rich text without its tags and readings."""
    text = unescape(_TAG.sub("", _END.sub(" ", html)))
    return " ".join(_READING.sub(r"\1", text).split())


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        if value.get("type") != "city":
            for name, inner in value.items():
                if name not in _NOT_WORDS:
                    yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
