"""A lesson file - TOML front matter, Markdown, `:::` containers - as the raw data of a lesson's StreamField."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from courses.loading.toml import Entry, LibraryError, read_toml

Block = dict[str, Any]

_FRONT = "+++"
_FENCE = ":::"
_OPENING = re.compile(r":::\s+([a-z]+)(?:\s+(\S+))?\s*")
_CALLOUTS = ("注意", "事例", "参考")
_CAPTION = "表　"
_MARKDOWN = MarkdownIt("commonmark").enable("table")
_LISTS = {"bullet_list": "ul", "ordered_list": "ol"}


@dataclass(frozen=True)
class LessonText:
    """A parsed lesson file."""

    front: Entry
    blocks: list[Block]


@dataclass(frozen=True)
class _File:
    """A lesson file: what errors call it, and where the figures of its course lie."""

    place: str
    figures: str
    lines: list[str]

    def at(self, line: int) -> str:
        return f"{self.place} {line}行目"


@dataclass(frozen=True)
class _Part:
    """Lines of one kind: plain Markdown (`name` empty) or the inside of a container."""

    file: _File
    first_line: int
    text: str
    name: str = ""
    argument: str = ""

    def error(self, message: str, line: int | None = None) -> LibraryError:
        return LibraryError(self.file.at(line or self.first_line), message)

    @property
    def toml(self) -> Entry:
        return read_toml(self.text, self.file.place, self.first_line)

    def line_of(self, node: SyntaxTreeNode) -> int:
        return self.first_line + (node.map[0] if node.map else 0)


def parse_lesson(text: str, place: str, figures: str) -> LessonText:
    """The front matter and blocks of a lesson. `figures` is the folder of its course's drawings: "S-01/figures"."""
    file = _File(place, figures, text.splitlines())
    if not file.lines or file.lines[0].strip() != _FRONT or _FRONT not in file.lines[1:]:
        raise LibraryError(file.at(1), "題名などを、ファイルの先頭に「+++」だけの行で囲んで書いてください。")
    end = file.lines.index(_FRONT, 1)
    front = read_toml("\n".join(file.lines[1:end]), place, first_line=2)
    return LessonText(front, [block for part in _parts(file, end + 1) for block in _blocks(part)])


def rich_text(text: str, place: str) -> str:
    """Paragraphs and lists of Markdown as the rich text of a block."""
    part = _Part(_File(place, "", text.splitlines()), 1, text)
    return "".join(_rich(node, part) for node in _nodes(part))


# ---- splitting ------------------------------------------------------------------------------------------------------


def _parts(file: _File, start: int) -> Iterator[_Part]:
    """The file from line index `start` on, cut at the containers, whose insides are not always Markdown."""
    plain = at = start
    while at < len(file.lines):
        if not file.lines[at].startswith(_FENCE):
            at += 1
            continue
        yield _Part(file, plain + 1, "\n".join(file.lines[plain:at]))
        name, argument = _opening(file, at)
        end = _closing(file, at)
        yield _Part(file, at + 2, "\n".join(file.lines[at + 1 : end]), name, argument)
        plain = at = end + 1
    yield _Part(file, plain + 1, "\n".join(file.lines[plain:]))


def _opening(file: _File, at: int) -> tuple[str, str]:
    match = _OPENING.fullmatch(file.lines[at])
    if match is None or match[1] not in _CONTAINERS:
        raise LibraryError(file.at(at + 1), f"「:::」の後には {'、'.join(_CONTAINERS)} のいずれかを書いてください。")
    return match[1], match[2] or ""


def _closing(file: _File, opened: int) -> int:
    for at in range(opened + 1, len(file.lines)):
        if file.lines[at].strip() == _FENCE:
            return at
        if file.lines[at].startswith(_FENCE):
            break
    raise LibraryError(file.at(opened + 1), "この囲みが「:::」だけの行で閉じられていません。")


def _blocks(part: _Part) -> Iterator[Block]:
    if part.name:
        yield _block(part.name, _CONTAINERS[part.name](part))
    else:
        yield from _plain(part)


def _block(kind: str, value: Any) -> Block:
    return {"type": kind, "value": value}


# ---- containers -----------------------------------------------------------------------------------------------------


def _callout(part: _Part) -> Block:
    if part.argument not in _CALLOUTS:
        kinds = "、".join(_CALLOUTS)
        raise part.error(f"「::: callout」の後に {kinds} のいずれかを書いてください。", part.first_line - 1)
    return {"kind": part.argument, "body": "".join(_rich(node, part) for node in _nodes(part))}


def _items(part: _Part) -> list[str]:
    """The lines of the one list that a container holds, each a small rich text."""
    nodes = _nodes(part)
    if len(nodes) != 1 or nodes[0].type not in _LISTS:
        raise part.error("この囲みの中は、一つの箇条書きだけにしてください。")
    return [f"<p>{_item(item, part)}</p>" for item in nodes[0].children]


def _check(part: _Part) -> Block:
    entry = part.toml.known("question", "option")
    options = [_check_option(option) for option in entry.entries("option")]
    if not 2 <= len(options) <= 4 or sum(option["right"] for option in options) != 1:
        raise part.error("確認問題の選択肢は2個から4個までとし、正しいものを一つだけにしてください。")
    return {"question": entry.text("question"), "options": options}


def _check_option(entry: Entry) -> Block:
    entry.known("text", "right", "feedback")
    return {"text": entry.text("text"), "right": entry.flag("right"), "feedback": entry.text("feedback")}


def _figure(part: _Part) -> Block:
    if not part.argument:
        raise part.error("「::: figure」の後に図のファイル名を書いてください。", part.first_line - 1)
    entry = part.toml.known("alt", "caption")
    path = f"{part.file.figures}/{part.argument}"
    return {"path": path, "alt": entry.text("alt"), "caption": entry.text("caption")}


def _city(part: _Part) -> str:
    """The place where the city's own words on a matter are shown."""
    if not part.argument or part.text.strip():
        raise part.error(
            "「::: city」の後に決まりの名前だけを書き、中には何も書かないでください。", part.first_line - 1
        )
    return part.argument


_CONTAINERS: dict[str, Callable[[_Part], Any]] = {
    "callout": _callout,
    "city": _city,
    "steps": _items,
    "keypoints": _items,
    "check": _check,
    "figure": _figure,
}


# ---- Markdown -------------------------------------------------------------------------------------------------------


def _nodes(part: _Part) -> list[SyntaxTreeNode]:
    return SyntaxTreeNode(_MARKDOWN.parse(part.text)).children


def _plain(part: _Part) -> Iterator[Block]:
    """Headings, tables and, for everything between them, rich text."""
    waiting: list[SyntaxTreeNode] = []
    for node in _nodes(part):
        if node.type not in ("heading", "table"):
            waiting.append(node)
            continue
        caption = _caption(node, waiting, part)
        yield from _text(waiting, part)
        waiting = []
        yield _heading(node, part) if node.type == "heading" else _table(node, part, caption)
    yield from _text(waiting, part)


def _text(nodes: list[SyntaxTreeNode], part: _Part) -> Iterator[Block]:
    if nodes:
        yield _block("text", "".join(_rich(node, part) for node in nodes))


def _caption(node: SyntaxTreeNode, before: list[SyntaxTreeNode], part: _Part) -> str:
    """The line just above a table, taken off `before`."""
    if node.type != "table":
        return ""
    if not before or before[-1].type != "paragraph" or not before[-1].children[0].content.startswith(_CAPTION):
        raise part.error("表のすぐ上の行に「表　」で始まる表の名前を書いてください。", part.line_of(node))
    return _words(before.pop().children[0], part).removeprefix(_CAPTION)


def _heading(node: SyntaxTreeNode, part: _Part) -> Block:
    if node.tag != "h2":
        raise part.error("見出しは「## 」だけを使ってください。", part.line_of(node))
    return _block("heading", _words(node.children[0], part))


def _table(node: SyntaxTreeNode, part: _Part, caption: str) -> Block:
    rows = [[_words(cell, part) for cell in row.children] for section in node.children for row in section.children]
    value = {
        "data": rows,
        "table_caption": caption,
        "table_header_choice": "row",
        "first_row_is_table_header": True,
        "first_col_is_header": False,
    }
    return _block("table", value)


def _rich(node: SyntaxTreeNode, part: _Part) -> str:
    if node.type == "paragraph":
        return f"<p>{_inline(node.children[0], part)}</p>"
    if node.type in _LISTS:
        items = "".join(f"<li>{_item(item, part)}</li>" for item in node.children)
        return f"<{_LISTS[node.type]}>{items}</{_LISTS[node.type]}>"
    raise part.error("ここでは、段落、箇条書き、見出し、表だけが使えます。", part.line_of(node))


def _item(item: SyntaxTreeNode, part: _Part) -> str:
    if [child.type for child in item.children] != ["paragraph"]:
        raise part.error("箇条書きの一つの項目は、一つの段落にしてください。", part.line_of(item))
    return _inline(item.children[0].children[0], part)


def _inline(node: SyntaxTreeNode, part: _Part) -> str:
    return "".join(_span(child, part) for child in node.children)


def _span(node: SyntaxTreeNode, part: _Part) -> str:
    if node.type == "text":
        return escape(node.content, quote=False)
    if node.type == "strong":
        return f"<b>{_inline(node, part)}</b>"
    if node.type == "softbreak":
        # Japanese has no spaces between words: a line broken in the file goes on without one.
        return ""
    raise part.error("文の中では、強調（**）と振り仮名だけが使えます。")


def _words(node: SyntaxTreeNode, part: _Part) -> str:
    """The text of a heading or cell, where nothing can be emphasised."""
    inline = node.children[0] if node.type in ("th", "td") and node.children else node
    if any(child.type not in ("text", "softbreak") for child in inline.children):
        raise part.error("見出しと表の中では、文字と振り仮名だけが使えます。")
    return "".join(child.content for child in inline.children if child.type == "text")
