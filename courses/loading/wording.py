"""What a part of the library says, as lines of text: two of them are compared line by line. One change, one line."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bs4 import BeautifulSoup
from django.db.models import Field, Manager, Model
from wagtail.blocks import Block, BooleanBlock, ListBlock, RichTextBlock, StreamValue, StructBlock
from wagtail.contrib.table_block.blocks import TableBlock

from courses.loading.parts import CONTENT
from quizzes.kinds import KINDS
from quizzes.line_notation import LINED, in_lines

_MARKUP = re.compile(r"<(?:p|ul|ol)[ >]")


def lines_of(thing: Model) -> list[str]:
    """Everything that the library may say of the thing."""
    return [line for name in CONTENT[type(thing)] for line in _field(thing, name)]


def _field(thing: Model, name: str) -> Iterator[str]:
    if name == "bank_id":
        return
    value, field = getattr(thing, name), thing._meta.get_field(name)
    if isinstance(value, StreamValue):
        for child in value:
            yield from _labelled(_name(child.block), _block(child.block, child.value))
    else:
        label = "出題の内訳" if isinstance(value, Manager) else str(field.verbose_name)
        yield from _labelled(label, _value(field, value))


def _value(field: Any, value: Any) -> Iterator[str]:
    if isinstance(value, Manager):
        yield from (f"{part.key or part.category or part.tag}　{part.count}問" for part in value.all())
    elif isinstance(value, dict):
        yield from _question(value)
    else:
        yield from _text(_shown(field, value))


def _shown(field: Field, value: Any) -> str:
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    return str(dict(field.flatchoices).get(value, "" if value is None else value))


def _labelled(label: str, lines: Iterable[str]) -> Iterator[str]:
    """「題名：文」, or below the label where there are several lines."""
    said = list(lines)
    if len(said) == 1:
        yield f"{label}：{said[0]}"
    elif said:
        yield f"{label}："
        yield from said


# ---- text -----------------------------------------------------------------------------------------------------------


def _text(value: str) -> Iterator[str]:
    yield from _rich(value) if _MARKUP.match(value) else (line for line in value.splitlines() if line.strip())


def _rich(html: str) -> Iterator[str]:
    """As Markdown: a line for each paragraph and item, **emphasis**."""
    soup = BeautifulSoup(html, "html.parser")
    for strong in soup(["b", "strong"]):
        strong.replace_with(f"**{strong.get_text()}**")
    for node in soup(["p", "li"]):
        mark = "" if node.name == "p" else "1. " if node.parent.name == "ol" else "- "
        yield mark + node.get_text()


# ---- the blocks of a lesson -----------------------------------------------------------------------------------------


def _name(block: Block) -> str:
    return str(block.label).partition("（")[0]


def _block(block: Block, value: Any) -> Iterator[str]:
    if isinstance(block, RichTextBlock):
        yield from _rich(value.source)
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from _labelled(_name(child), _block(child, value[name]))
    elif isinstance(block, ListBlock):
        for item in value:
            yield from _block(block.child_block, item)
    elif isinstance(block, TableBlock):
        yield from _table(value or {})
    elif isinstance(block, BooleanBlock):
        yield "はい" if value else "いいえ"
    else:
        yield from str(value or "").splitlines()


def _table(value: Mapping[str, Any]) -> Iterator[str]:
    if value.get("table_caption"):
        yield value["table_caption"]
    yield from ("｜".join(cell or "" for cell in row) for row in value.get("data", []))


# ---- a question -----------------------------------------------------------------------------------------------------


def _question(content: Mapping[str, Any]) -> Iterator[str]:
    """As the editor's notation has it (quizzes/line_notation.py)."""
    yield f"形式：{KINDS[content['kind']].label}"
    yield from _labelled("問題文", content["stem"].splitlines())
    if picture := content.get("picture"):
        yield f"図：{picture['path']}（{picture['alt']}）"
    if content.get("marking", "all") != "all":
        yield f"採点：{content['marking']}"
    if content["kind"] in LINED:
        yield from in_lines(content).splitlines()
    else:
        yield from _labelled("場面", content["text"].splitlines())
        for number, part in enumerate(content["parts"], 1):
            yield from _labelled(f"問い{number}", _question(part))
    yield from _labelled("解説", content["explanation"].splitlines())
    if content.get("lesson_key"):
        yield f"章の記号：{content['lesson_key']}"
