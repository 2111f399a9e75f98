"""Reading the cells of one row into values, collecting every fault on the way. Pure."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from lms.importing.faults import Fault
from lms.importing.files import UNREADABLE, WITHOUT_HEADING, Row
from lms.lib.fiscal_year import parse_date

T = TypeVar("T")

_day = lru_cache(maxsize=10_000)(parse_date)


class Cells:
    """The cells of a row; what is wrong with them gathers in `faults`, and a stand-in value is given instead."""

    def __init__(self, row: Row) -> None:
        self.row = row.number
        self.faults: list[Fault] = []
        self._cells = row.cells
        for column, text in row.cells.items():
            self._check(column, text)

    def _check(self, column: str, text: str) -> None:
        if UNREADABLE in text:
            self.fault(
                column, "文字として読めないところがあります。シフトJIS又はUTF-8で保存し直したファイルを選んでください。"
            )
        elif any(unicodedata.category(character) == "Cc" for character in text):
            self.fault(column, "改行などの見えない文字が入っています。取り除いてください。")
        elif column == WITHOUT_HEADING:
            self.fault(column, "見出しのない列に値があります。「,」の数を確かめてください。")

    def fault(self, column: str, message: str) -> None:
        self.faults.append(Fault(self.row, column, self._cells.get(column, ""), message))

    def text(self, column: str, longest: int) -> str:
        text = self._cells.get(column, "")
        if len(text) > longest:
            self.fault(column, f"長すぎます。{longest}文字以内にしてください。")
        return text

    def needed(self, column: str, longest: int) -> str:
        text = self.text(column, longest)
        if not text:
            self.fault(column, f"{column}がありません。")
        return text

    def day(self, column: str) -> date | None:
        text = self._cells.get(column, "")
        if not text:
            return None
        try:
            return _day(text)
        except ValueError as error:
            self.fault(column, str(error))
            return None

    def needed_day(self, column: str) -> date:
        """The day of a cell; of a faulty row, which nobody uses, the last one there is."""
        found = self.day(column)
        if found is None and not self._cells.get(column, ""):
            self.fault(column, f"{column}がありません。")
        return found or date.max

    def word(self, column: str, words: Mapping[str, T]) -> T:
        """What the cell's word means. A faulty row's stand-in is the first of `words`."""
        text = self._cells.get(column, "")
        if text not in words:
            known = "、".join(f"「{word}」" for word in words if word)
            self.fault(column, f"{known}のどれかを書いてください。")
        return words.get(text, next(iter(words.values())))

    def email(self, column: str) -> str:
        text = self.text(column, 254)
        if text:
            try:
                validate_email(text)
            except ValidationError:
                self.fault(column, "メールアドレスとして読めません。")
        return text
