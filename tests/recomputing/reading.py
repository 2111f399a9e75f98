"""The figures of pages and files, read by other libraries than those that wrote them: rows of words.

A rate is words as on the page, 「75.0%（3/4）」; of a workbook, which holds a number, 「75.0%」.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from bs4 import BeautifulSoup
from bs4.element import Tag
from django.http import HttpResponse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from tests.lms.certificates.town import lines
from tests.markup import page, words
from tests.recomputing.counting import Cells

_LATER = "後日記録"
_FIGURE = re.compile(r"[0-9]+|[0-9.]+%(（[0-9]+/[0-9]+）)?|対象なし|－|95%以上|[+-][0-9.]+ポイント")
_PEOPLE = re.compile(r"対象者の実人数は([0-9,]+)人")


def people_said(text: str) -> Cells:
    """How many people a page or file says stand behind its figures; a line may break anywhere."""
    return [number.replace(",", "") for number in _PEOPLE.findall("".join(text.split()))]


# ---- page and CSV ---------------------------------------------------------------------------------------------------


def page_rows(answer: HttpResponse, by: str = "所属") -> list[Cells]:
    table = page(answer).select_one(f"[aria-label='{by}別の受講状況'] table")
    return [_shown(row) for row in table.select("tbody tr, tfoot tr")] if table else []


def _shown(row: Tag) -> Cells:
    head, *figures = row.select("th, td")
    name = words(head.select_one("a") or head).removesuffix(_LATER).strip()
    return [name, *(_figure(cell) for cell in figures)]


def _figure(cell: Tag) -> str:
    """Without what is said only to those who hear the page."""
    for aside in cell.select(".visually-hidden"):
        aside.extract()
    return words(cell).replace(",", "")


def marked_later(answer: HttpResponse) -> set[str]:
    """The rows that say they hold what was recorded later."""
    heads = [row.th for row in page(answer).select("[aria-label=所属別の受講状況] tbody tr") if _LATER in words(row.th)]
    return {words(head).removesuffix(_LATER).strip() for head in heads}


def stats(answer: HttpResponse) -> str:
    """What stands above the table, in one line."""
    return "".join(_figure(one) for one in page(answer).select(".stats > .stat"))


def chart_tables(answer: HttpResponse) -> dict[str, list[Cells]]:
    """The tables of the pictures by their titles."""
    tables = page(answer).select("details.chart__table table")
    return {words(table.caption): [_shown(row) for row in table.select("tbody tr")] for table in tables}


def csv_rows(content: bytes) -> list[Cells]:
    return _until_empty(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def _until_empty(rows: Iterable[Sequence[str]]) -> list[Cells]:
    """Without the head and the notes."""
    found = []
    for row in rows:
        if not any(row):
            break
        found.append([*row])
    return found[1:]


# ---- XLSX and DOCX --------------------------------------------------------------------------------------------------


def sheets(content: bytes) -> dict[str, list[Cells]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: _until_empty(_lines(book, name)) for name in book.sheet_names}


def percents(content: bytes, sheet: str) -> list[Cells]:
    """Of a sheet that has nothing but rates."""
    lines = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()
    return _until_empty([[_said(value, "修了率") for value in line] for line in lines])


def sheet_text(content: bytes) -> str:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return "".join("".join(row) for row in _lines(book, book.sheet_names[0]))


def _lines(book: CalamineWorkbook, name: str) -> list[Cells]:
    lines = book.get_sheet_by_name(name).to_python()
    return [[_said(value, column) for value, column in zip(line, lines[0], strict=True)] for line in lines]


def _said(value: object, column: object) -> str:
    if column == "修了率" and isinstance(value, float):
        return f"{(Decimal(str(value)) * 100).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
    return str(int(value)) if isinstance(value, float) else str(value)


def docx_tables(content: bytes) -> list[list[Cells]]:
    """Without their heads."""
    return [[_words(row) for row in table.find_all("tr")[1:]] for table in _document(content).find_all("tbl")]


def docx_lines(content: bytes, begin: str, end: str) -> list[str]:
    """The paragraphs between two headings, which begin like this."""
    said = [one.get_text() for one in _document(content).find_all("p")]
    first, last = (next(n for n, line in enumerate(said) if line.startswith(words)) for words in (begin, end))
    return said[first + 1 : last]


def docx_text(content: bytes) -> str:
    return _document(content).get_text()


def _document(content: bytes) -> BeautifulSoup:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return BeautifulSoup(parts.read("word/document.xml"), "xml")


def _words(row: Tag) -> Cells:
    return [cell.get_text().replace(",", "") for cell in row.find_all("tc")]


# ---- PDF ------------------------------------------------------------------------------------------------------------


def pdf_sentences(content: bytes) -> str:
    """In the order in which it was written, so that a sentence is whole whatever stands beside it."""
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def pdf_rows(content: bytes, columns: int) -> list[Cells]:
    """A name and figures, so many in all."""
    return _of_columns(lines(content, "-layout"), columns)


def pdf_parts(content: bytes, columns: dict[str, int]) -> dict[str, list[Cells]]:
    """The same for each part, by the words with which it begins; `columns` in the order of the paper."""
    parts = pdf_lines(content, columns)
    return {begin: _of_columns(parts[begin], number) for begin, number in columns.items()}


def pdf_lines(content: bytes, begins: Iterable[str]) -> dict[str, list[str]]:
    """The lines of each part behind the words with which it begins, until another begins; none where none does."""
    said = lines(content, "-layout")
    starts = {begin: _place(said, " ".join(begin.split())) for begin in begins}
    ends = sorted({*starts.values(), len(said)})
    return {
        begin: said[start + 1 : next((end for end in ends if end > start), start)] for begin, start in starts.items()
    }


def _place(said: Sequence[str], begin: str) -> int:
    return next((place for place, line in enumerate(said) if line.startswith(begin)), len(said))


def _of_columns(said: Iterable[str], columns: int) -> list[Cells]:
    """A name and the figures behind it, wherever in a line: tables may stand side by side."""
    rows = [line.replace(",", "").split() for line in said]
    return [
        row[place : place + columns]
        for row in rows
        for place in range(len(row) - columns + 1 if columns else 0)
        if _is_row(row[place : place + columns]) and not _is_figure(row[place + columns : place + columns + 1])
    ]


def _is_row(words: Cells) -> bool:
    return not _is_figure(words[:1]) and all(map(_FIGURE.fullmatch, words[1:]))


def _is_figure(word: Cells) -> bool:
    return any(map(_FIGURE.fullmatch, word))
