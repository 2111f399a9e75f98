"""TOML of the course library, read so that a mistake is answered with its file and place in plain words."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lms.people.roles import Office

_LINE = re.compile(r"at line (\d+)")
_CODE = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


class LibraryError(ValueError):
    """A file of the library cannot be used. The message is for the person who wrote the file."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}：{message}")


@dataclass(frozen=True)
class Entry:
    """One TOML table and where it stands."""

    place: str
    values: dict[str, Any]

    def text(self, name: str) -> str:
        found = self._value(name, str)
        if not found.strip():
            raise LibraryError(self.place, f"「{name}」が空です。内容を書いてください。")
        return found.strip()

    def number(self, name: str, low: int, high: int) -> int:
        found = self._value(name, int)
        if not low <= found <= high:
            raise LibraryError(self.place, f"「{name}」は{low}から{high}までの数にしてください。")
        return found

    def flag(self, name: str) -> bool:
        return self._value(name, bool)

    def texts(self, name: str) -> list[str]:
        found = self._value(name, list)
        if not all(isinstance(text, str) for text in found):
            raise LibraryError(self.place, f"「{name}」の中身は、すべて引用符で囲んでください。")
        return found

    def entry(self, name: str) -> "Entry":
        return Entry(f"{self.place} [{name}]", self._value(name, dict))

    def entries(self, name: str) -> list["Entry"]:
        """The tables of `[[name]]`, numbered from 1 in their places."""
        tables = self.values.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise LibraryError(self.place, f"「{name}」は [[{name}]] の形で書いてください。")
        return [Entry(f"{self.place} {number}番目の[[{name}]]", table) for number, table in enumerate(tables, 1)]

    def known(self, *names: str) -> "Entry":
        """This entry, refused when it holds anything but `names`: a misspelt name must not vanish without a word."""
        for name in self.values:
            if name not in names:
                raise LibraryError(self.place, f"「{name}」という項目はありません。つづりを確かめてください。")
        return self

    def _value(self, name: str, kind: type) -> Any:
        if name not in self.values:
            raise LibraryError(self.place, f"「{name}」がありません。書き加えてください。")
        found = self.values[name]
        # In Python a bool is an int.
        if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
            raise LibraryError(self.place, f"「{name}」は{_KINDS[kind]}で書いてください。")
        return found


_KINDS = {
    str: "引用符で囲んだ文字",
    int: "引用符のない数",
    bool: " true 又は false ",
    list: "[ ] で囲んだ並び",
    dict: "項目の集まり",
}


def content(path: Path) -> str:
    """The text of a file of the library; errors name it with its folder."""
    place = f"{path.parent.name}/{path.name}"
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise LibraryError(place, "ファイルがありません。") from error
    except UnicodeDecodeError as error:
        raise LibraryError(place, "文字コードがUTF-8ではありません。UTF-8で保存し直してください。") from error


def read_toml(text: str, place: str, first_line: int = 1) -> Entry:
    """The TOML in `text`, which begins at `first_line` of the file."""
    try:
        return Entry(place, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        match = _LINE.search(str(error))
        line = first_line + int(match[1]) - 1 if match else first_line + text.count("\n")
        message = "TOMLとして読めません。引用符やかっこの閉じ忘れ、同じ項目の重複がないか確かめてください。"
        raise LibraryError(f"{place} {line}行目", message) from error


def code_of(entry: Entry) -> str:
    code = entry.text("code")
    if not _CODE.fullmatch(code):
        raise LibraryError(entry.place, "「code」は半角の英数字と「-」で書いてください。")
    return code


def office_of(entry: Entry) -> Office:
    if entry.text("office") not in Office.values:
        raise LibraryError(entry.place, f"「office」は {' 又は '.join(Office.values)} にしてください。")
    return Office(entry.text("office"))
