"""Page, files and command beside what the rows say; every figure is counted and every difference told."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.test import Client

from tests.lms.certificates.town import text
from tests.recomputing import reading
from tests.recomputing.annual import SHEETS, annual_tables, remaining, seated
from tests.recomputing.asking import annual_report, command, overview, report
from tests.recomputing.counting import Cells, Question, answer
from tests.recomputing.rows import Row, Rows

OUTPUTS = ("page", "overview", "CSV", "XLSX", "PDF", "JSON", "annual PDF", "annual DOCX", "annual XLSX")
_COLUMNS = 8
# Where the tables stand on the paper, with their columns and titles, and what follows them. Two stand side by side.
_PARTS = {
    "４　実施結果": (10, SHEETS[:1]), "５　所属別": (6, SHEETS[1:3]), "７　": (0, ()), "別紙１": (6, SHEETS[3:]),
    "別紙２": (0, ()),
}  # fmt: skip


@dataclass
class Found:
    """By output how many figures were compared; and where it shows others than the rows give."""

    figures: Counter[str] = field(default_factory=Counter)
    differences: list[tuple[str, str]] = field(default_factory=list)

    def compare(self, output: str, what: object, shown: list[Cells], given: list[Cells]) -> None:
        """Rows in any order; their first cells are names."""
        self.figures[output] += sum(len(row) - 1 for row in given)
        ours, theirs = Counter(map(tuple, shown)), Counter(map(tuple, given))
        if ours != theirs:
            words = f"{what}: shown {[*(ours - theirs)]}, by the rows {[*(theirs - ours)]}"
            self.differences.append((output, words))

    def add(self, other: "Found", where: str) -> None:
        self.figures += other.figures
        self.differences += [(output, f"{where}, {what}") for output, what in other.differences]

    def __str__(self) -> str:
        compared = "\n".join(f"{output:12} {number:9,} figures" for output, number in self.figures.items())
        told = "\n".join(f"{output}: {what}" for output, what in self.differences)
        whole = f"{self.figures.total():,} figures compared, {len(self.differences)} differences"
        return f"{whole}\n{compared}\n{told}".rstrip()


# ---- the report by department ---------------------------------------------------------------------------------------


def compare_report(found: Found, client: Client, rows: Rows, asked: Question) -> None:
    """Of a day, as known now or when the day was over."""
    way, given = address(rows, asked), answer(rows, asked)
    page = report(client, **way)
    on_pages = given.cells() if given.rows else []
    found.compare("page", asked, reading.page_rows(page), on_pages)
    found.compare("overview", asked, reading.page_rows(overview(client, **way, by="department")), on_pages)
    if asked.known_on is None:
        found.compare(
            "page", asked, [["later", *sorted(reading.marked_later(page))]], [["later", *sorted(given.later)]]
        )
    content = {form: report(client, **way, format=form).content for form in ("csv", "xlsx", "pdf")}
    [sheet] = reading.sheets(content["xlsx"]).values()
    found.compare("CSV", asked, reading.csv_rows(content["csv"]), given.cells())
    found.compare("XLSX", asked, sheet, as_numbers(given.cells()))
    found.compare("PDF", asked, reading.pdf_rows(content["pdf"], _COLUMNS), given.cells())
    said = {
        "page": page.content.decode(), "CSV": content["csv"].decode(), "PDF": text(content["pdf"]),
        "XLSX": reading.sheet_text(content["xlsx"]),
    }  # fmt: skip
    for output, words in said.items():
        if given.rows and len(asked.courses) > 1:
            found.compare(output, asked, [["people", *reading.people_said(words)]], [["people", str(given.people)]])


def address(rows: Rows, asked: Question) -> dict[str, str]:
    known = {} if asked.known_on is None else {"known": "then"}
    return {"year": str(asked.year), "at": asked.on.isoformat(), **known, **_narrowed(rows, asked)}


def _narrowed(rows: Rows, asked: Question) -> dict[str, str]:
    codes = {"course": _codes(rows.courses, asked.courses) if len(asked.courses) == 1 else []}
    codes["department"] = _codes(rows.departments, {asked.department})
    return {name: found[0] for name, found in codes.items() if found}


def _codes(table: list[Row], ids: Any) -> list[str]:
    return [row.code for row in table if row.id in ids]


def as_numbers(cells: list[Cells]) -> list[Cells]:
    """A workbook holds a rate as one number."""
    return [[word.partition("%（")[0] + "%" if "%（" in word else word for word in row] for row in cells]


def compare_command(found: Found, rows: Rows, asked: Question) -> None:
    """Of a day, as known now or when another day was over."""
    known = [] if asked.known_on is None else [f"--known-on={asked.known_on}"]
    narrowed = [f"--{name}={code}" for name, code in _narrowed(rows, asked).items()]
    shown = command(f"--fiscal-year={asked.year}", f"--at={asked.on}", *known, *narrowed)
    given = answer(rows, asked)
    named = [{"department": code, "name": name, **asdict(figures)} for code, name, figures in given.rows]
    found.compare("JSON", asked, _values(shown["rows"], shown["total"]), _values(named, asdict(given.total)))


def _values(named: list[dict[str, Any]], total: dict[str, int]) -> list[Cells]:
    rows = [*named, {"department": "", "name": "合計", **total}]
    return [
        [f"{row.pop('department')} {row.pop('name')}", *(f"{key} {row[key]}" for key in sorted(row))] for row in rows
    ]


# ---- the annual report ----------------------------------------------------------------------------------------------


def compare_annual(found: Found, client: Client, rows: Rows, plan: Row, on: date) -> None:
    given, said = annual_tables(rows, plan, on), (remaining(rows, plan, on), seated(rows, on))
    content = {form: annual_report(client, plan, on.isoformat(), form, "inside") for form in ("pdf", "docx", "xlsx")}
    numbers, tables = reading.sheets(content["xlsx"]), reading.docx_tables(content["docx"])
    # Behind 任命権者 and 区分 there may be 理解度テスト; the last three are the separate sheets.
    words = dict(zip(SHEETS, (*tables[:3], tables[-3]), strict=True))
    for title in SHEETS:
        what = f"{plan.title} {on} {title}"
        found.compare("annual DOCX", what, words[title], given[title])
        found.compare("annual XLSX", what, numbers[title], as_numbers(given[title]))
    parts = reading.pdf_parts(content["pdf"], {begin: columns for begin, (columns, _) in _PARTS.items()})
    for begin, (_, titles) in _PARTS.items():
        found.compare(
            "annual PDF", f"{plan.title} {on} {begin}", parts[begin], [row for title in titles for row in given[title]]
        )
    for output, words_of in (("PDF", text(content["pdf"])), ("DOCX", reading.docx_text(content["docx"]))):
        for sentence in said:
            shown = sentence if plain(sentence) in plain(words_of) else "not there"
            found.compare(f"annual {output}", f"{plan.title} {on}", [["said", shown]], [["said", sentence]])


def plain(words: str) -> str:
    """A line may break anywhere."""
    return "".join(words.split())
