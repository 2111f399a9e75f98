"""受講の概況 as page and files, cut and narrowed, beside what the rows say."""

from datetime import datetime

from django.http import HttpResponse
from django.test import Client

from tests.lms.certificates.town import text
from tests.recomputing import drawn, reading
from tests.recomputing.asking import overview
from tests.recomputing.comparing import Found, address, as_numbers, plain
from tests.recomputing.counting import Cells
from tests.recomputing.cutting import COLUMNS, NAMES, View, YearBefore, asked, cut, due_soon, year_before
from tests.recomputing.rows import Rows

TREND, HEAT = "4月からの修了の累計", "所属と研修（修了率、％）"
OUTPUTS = (
    "cut page", "cut CSV", "cut XLSX", "cut PDF", "trend page", "trend XLSX", "trend PDF", "heat page", "heat XLSX",
    "heat PDF", "scores page", "scores XLSX", "scores PDF",
)  # fmt: skip
_COLUMNS = 8
# Of a sheet in a workbook.
_LONGEST_NAME = 31


def compare_rows(found: Found, client: Client, rows: Rows, view: View) -> None:
    """Page and CSV alone: these are quickly made."""
    given, way = cut(rows, view), _way(rows, view)
    page, content = overview(client, **way), overview(client, **way, format="csv").content
    found.compare("cut page", view, reading.page_rows(page, NAMES[view.by]), given if _anybody(given) else [])
    found.compare("cut CSV", view, reading.csv_rows(content), given)


def compare_overview(found: Found, client: Client, rows: Rows, view: View, morning: datetime) -> None:
    """Everything that page and files say."""
    compare_rows(found, client, rows, view)
    way, given, before = _way(rows, view), cut(rows, view), year_before(rows, view, morning)
    page = overview(client, **way)
    files = {form: overview(client, **way, format=form).content for form in ("csv", "xlsx", "pdf")}
    [first, *_] = reading.sheets(files["xlsx"]).values()
    found.compare("cut XLSX", view, first, as_numbers(given))
    _compare_charts(found, view, page, files, _charts(rows, view, before) if _anybody(given) else {})
    # On the paper the weeks come behind the rows.
    found.compare("cut PDF", view, reading.pdf_parts(files["pdf"], {"": _COLUMNS, TREND: 0})[""], given)
    _compare_words(found, rows, view, page if _anybody(given) else None, files, before)


def _anybody(given: list[Cells]) -> bool:
    """Beside the total."""
    return len(given) > 1


def _way(rows: Rows, view: View) -> dict[str, str]:
    """The address."""
    narrowed = {name: getattr(view, name) for name in ("measure", "role", *COLUMNS)}
    return {**address(rows, view.question), "by": view.by, **{name: value for name, value in narrowed.items() if value}}


# ---- pictures -------------------------------------------------------------------------------------------------------


def _charts(rows: Rows, view: View, before: YearBefore) -> dict[str, list[Cells]]:
    """In the order of the page, by their titles."""
    charts = {TREND: drawn.weeks(view, asked(rows, view), before.found), **drawn.scores(rows, view)}
    fields = drawn.heat(rows, view)
    return {**charts, HEAT: fields} if fields else charts


def _kind(title: str) -> str:
    return {TREND: "trend", HEAT: "heat"}.get(title, "scores")


def _compare_charts(
    found: Found, view: View, page: HttpResponse, files: dict[str, bytes], charts: dict[str, list[Cells]]
) -> None:
    """Those of the page in its order, and any that it lacks."""
    shown, sheets = reading.chart_tables(page), reading.sheets(files["xlsx"])
    titles = [*shown, *(title for title in charts if title not in shown)]
    printed = {title: _printed(files["pdf"], titles, title, charts.get(title, [])) for title in titles}
    for title in titles:
        kind, given = _kind(title), charts.get(title, [])
        name = title[:_LONGEST_NAME]
        workbook = reading.percents(files["xlsx"], name) if kind == "heat" and name in sheets else sheets.get(name, [])
        found.compare(f"{kind} page", view, shown.get(title, []), given)
        found.compare(f"{kind} XLSX", view, workbook, as_numbers(given))
        found.compare(f"{kind} PDF", view, printed[title], given)
    found.compare("cut XLSX", view, [["sheets", str(len(sheets))]], [["sheets", str(1 + len(charts))]])


def _printed(content: bytes, titles: list[str], title: str, given: list[Cells]) -> list[Cells]:
    """The table under a picture; the fields of a picture of nobody are no row of it."""
    columns = len(given[0]) if given else 2
    if _kind(title) != "scores":
        rows = reading.pdf_parts(content, dict.fromkeys(titles, 0) | {title: columns})[title]
        return [row for row in rows if set(row[1:]) != {"－"}]
    # A class is a number too, and so is what stands along the axis: a row has its line for itself.
    rows = [line.split() for line in reading.pdf_lines(content, titles)[title]]
    return [row for row in rows if len(row) == columns and row[0] in drawn.CLASSES]


# ---- words ----------------------------------------------------------------------------------------------------------


def _compare_words(
    found: Found, rows: Rows, view: View, page: HttpResponse | None, files: dict[str, bytes], before: YearBefore
) -> None:
    """What stands above the table, and in the notes of a file."""
    soon = f"期限まで14日以内の未修了{due_soon(asked(rows, view), view.question.on)}件"
    if page:
        when = f"{before.when}（{before.of}）" if before.of else before.when
        _compare_said(found, "cut page", view, reading.stats(page), [soon, f"{when}{before.rate}"])
    notes = [soon, f"{before.when}{before.rate}{before.of}"]
    notes += [f"詳しい条件{view.conditions}基準日"] if view.conditions else []
    said = {
        "CSV": files["csv"].decode(), "XLSX": reading.sheet_text(files["xlsx"]), "PDF": text(files["pdf"])
    }  # fmt: skip
    for output, words in said.items():
        _compare_said(found, f"cut {output}", view, words, notes)


def _compare_said(found: Found, output: str, view: View, words: str, given: list[str]) -> None:
    bare = plain(words).replace(",", "")
    shown = [sentence if plain(sentence) in bare else "not there" for sentence in given]
    found.compare(output, view, [["said", *shown]], [["said", *given]])
