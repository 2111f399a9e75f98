"""Reading the cells of one row into values, collecting every fault on the way. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from lms.importing.reading.faults import Fault
from lms.importing.reading.files import TOO_SHORT, UNREADABLE, WITHOUT_HEADING, Row
from lms.importing.reading.workbooks import ERROR_VALUE, UNCALCULATED
from lms.lib.fiscal_year import parse_date

T = TypeVar("T")

_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_MISFITS = {
    WITHOUT_HEADING: "見出しのない列に値があります。「,」の数を確かめてください。",
    TOO_SHORT: "列が見出しより少ない行です。「,」の数を確かめてください。",
}
_WITHOUT_VALUE = {
    UNCALCULATED: "数式の計算結果がファイルに入っていません。Excelで開いて保存し直すか、値に直してください。",
    ERROR_VALUE: "セルが「#N/A」などのエラー値です。正しい値に直してください。",
}

_day = lru_cache(maxsize=10_000)(parse_date)


def narrow(code: str) -> str:
    """A number or code as it is kept, however wide it was typed."""
    return unicodedata.normalize("NFKC", code).strip()


class Cells:
    """The cells of a row; what is wrong with them gathers in `faults`, and a stand-in value is given instead."""

    def __init__(self, row: Row) -> None:
        self.row = row.number
        self.faults: list[Fault] = []
        self._cells = row.cells
        self._unfit: frozenset[str] = frozenset()
        for column, text in row.cells.items():
            self._check(column, text)
        self._unfit = frozenset(fault.column for fault in self.faults)

    def _check(self, column: str, text: str) -> None:
        if UNREADABLE in text:
            self.fault(
                column, "文字として読めないところがあります。シフトJIS又はUTF-8で保存し直したファイルを選んでください。"
            )
        elif "\0" in text:
            self.fault(column, "文字でない値（NUL）が入っています。その文字を取り除いてください。")
        elif _INVISIBLE.search(text):
            self.fault(column, "改行などの見えない文字が入っています。取り除いてください。")
        elif column in _MISFITS:
            self.fault(column, _MISFITS[column])
        elif text in _WITHOUT_VALUE:
            self.fault(column, _WITHOUT_VALUE[text])

    def __contains__(self, column: str) -> bool:
        """Whether the file has this column."""
        return column in self._cells

    def fault(self, column: str, message: str) -> None:
        """Of a cell that is no text at all, nothing more is said."""
        if column in self._unfit:
            return
        self.faults.append(Fault(self.row, column, self._cells.get(column, ""), message))

    def text(self, column: str, longest: int) -> str:
        text = self._cells.get(column, "")
        self._check_length(column, text, longest)
        return text

    def _check_length(self, column: str, text: str, longest: int) -> None:
        if len(text) > longest:
            self.fault(column, f"長すぎます。{longest}文字以内にしてください。")

    def needed(self, column: str, longest: int) -> str:
        text = self.text(column, longest)
        if not text:
            self.fault(column, f"{column}がありません。値を入れてください。")
        return text

    def code(self, column: str, longest: int) -> str:
        """A number or code by which things are known, the same in any width as wherever it is typed.

        A formula in its place would make a stranger of everybody.
        """
        text = narrow(self._cells.get(column, ""))
        self._check_length(column, text, longest)
        if text.startswith("="):
            self.fault(column, "「=」で始まる式のままです。値に直してください。")
        return text

    def needed_code(self, column: str, longest: int) -> str:
        text = self.code(column, longest)
        if not text:
            self.fault(column, f"{column}がありません。値を入れてください。")
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
            self.fault(column, f"{column}がありません。日付を入れてください。")
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
                self.fault(column, "メールアドレスとして読めません。直すか、空欄にしてください。")
        return text
