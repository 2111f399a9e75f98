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
    charts = _charts(rows, view, before) if _anybody(given) else {}
    _compare_charts(found, view, page, files, charts)
    found.compare("cut PDF", view, _printed(files["pdf"], charts)[""], given)
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
    shown, printed = reading.chart_tables(page), _printed(files["pdf"], charts)
    sheets = list(reading.sheets(files["xlsx"]).items())[1:]
    titles = [["charts", *charts]]
    found.compare("trend page", view, [["charts", *shown]], titles)
    found.compare("trend XLSX", view, [["charts", *(name for name, _ in sheets)]], [[n[:31] for n in titles[0]]])
    for (title, given), (name, cells) in zip(charts.items(), sheets, strict=False):
        kind, rates = _kind(title), title == HEAT
        found.compare(f"{kind} page", view, shown.get(title, []), given)
        workbook = reading.percents(files["xlsx"], name) if rates else cells
        found.compare(f"{kind} XLSX", view, workbook, as_numbers(given))
        found.compare(f"{kind} PDF", view, printed[title], given)


def _printed(content: bytes, charts: dict[str, list[Cells]]) -> dict[str, list[Cells]]:
    """The tables of the paper; the fields of a picture of nobody are no row of its table."""
    found = reading.pdf_parts(content, {"": _COLUMNS} | {title: len(given[0]) for title, given in charts.items()})
    printed = {title: [row for row in rows if set(row[1:]) != {"－"}] for title, rows in found.items()}
    scores = {title for title in charts if _kind(title) == "scores"}
    classes = {title: {row[0] for row in charts[title]} for title in scores}
    said = reading.pdf_lines(content, ["", *charts])
    # A class is a number too, and so is what stands along the axis: a row has its line for itself.
    rows_of = {title: [line.split() for line in said[title]] for title in scores}
    return printed | {t: [row for row in rows if len(row) == 2 and row[0] in classes[t]] for t, rows in rows_of.items()}


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
