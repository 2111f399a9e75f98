"""受講の概況 as a file: the 内訳 in every format, the charts where there is room for them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from lms.lib.pdf import render_pdf
from lms.lib.tables import Table
from lms.lib.tables.html import context
from lms.lib.tables.pdf import PAPER_BAR, TABLE_LOOK
from lms.lib.tables.xlsx import to_workbook
from lms.reports.charts.columns import Columns
from lms.reports.charts.heat import HeatMap
from lms.reports.charts.lines import Lines
from lms.reports.exporting import File, Format, file_of, named_file, refuse_too_long
from lms.reports.overview_tables import Chart, chart_table

_LOOK = Path(__file__).with_name("overview.css").read_text(encoding="utf-8")
_DRAWN_BY = {
    Lines: "reports/charts/_lines.html",
    Columns: "reports/charts/_columns.html",
    HeatMap: "reports/charts/_heat.html",
}
# So many trainings beside the names of departments are legible on an upright A4.
_MOST_TRAININGS = 6


def overview_file(parts: Table, charts: Sequence[Chart], form: Format) -> File:
    """A CSV is one table, so it holds the 内訳 alone. Raises TooManyRowsError and UnwritableCharactersError."""
    if form is Format.XLSX:
        sheets = [parts, *(chart_table(chart, parts) for chart in charts)]
        return named_file(parts.title, form, to_workbook(parts.title, sheets))
    if form is Format.PDF:
        refuse_too_long(form, len(parts.rows))
        return named_file(parts.title, form, _paper(parts, charts))
    return file_of(parts, form)


def _paper(parts: Table, charts: Sequence[Chart]) -> bytes:
    """The 内訳 with its notes, then each chart with its table under it."""
    content = {
        "parts": context(parts), "notes": parts.notes, "confidentiality": parts.confidentiality, "bar": PAPER_BAR,
        "charts": [_drawn(piece, parts) for chart in charts for piece in _pieces(chart)],
    }  # fmt: skip
    return render_pdf(render_to_string("reports/overview_paper.html", content), stylesheets=(TABLE_LOOK, _LOOK))


def _pieces(chart: Chart) -> Iterator[Chart]:
    """Each narrow enough for the paper."""
    yield from chart.pieces(_MOST_TRAININGS) if isinstance(chart, HeatMap) else [chart]


def _drawn(chart: Chart, parts: Table) -> dict[str, Any]:
    legend = [] if isinstance(chart, Columns) else chart.legend
    return {"chart": chart, "by": _DRAWN_BY[type(chart)], "legend": legend, "table": context(chart_table(chart, parts))}
