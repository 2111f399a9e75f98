"""Page, files and command beside what the rows say; every figure is counted and every difference told."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from django.test import Client

from tests.lms.certificates.town import text
from tests.recomputing import reading
from tests.recomputing.asking import command, overview, report
from tests.recomputing.counting import Cells, Question, answer
from tests.recomputing.rows import Row, Rows

OUTPUTS = ("page", "overview", "CSV", "XLSX", "PDF", "JSON")
_COLUMNS = 8


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


def plain(words: str) -> str:
    """A line may break anywhere."""
    return "".join(words.split())
