"""受講の概況 as tables: the 内訳, and the numbers of every chart of the page."""

from collections.abc import Sequence
from dataclasses import replace

from lms.lib.fiscal_year import fiscal_year_name
from lms.lib.tables import Column, Kind, Rate, Table
from lms.reports.charts.columns import Columns
from lms.reports.charts.heat import HeatMap
from lms.reports.charts.lines import Lines
from lms.reports.dimensions import Dimension
from lms.reports.figures import Question
from lms.reports.overview import Overview
from lms.reports.tables import DEFINITION, DEPARTMENT_COLUMNS, Print, figures_row, origin_notes

Chart = Lines | Columns | HeatMap
_ROLES = "複数の役割を持つ職員は、それぞれの役割に数えます。そのため、各行の和は合計より多いことがあります。"


def parts_table(question: Question, stands: Overview, by: Dimension, output: Print) -> Table:
    """The rows of the page; what stands above them there is told in the notes."""
    return Table(
        title=overview_title(question, by),
        columns=[Column("name", by.label), *DEPARTMENT_COLUMNS[1:]],
        rows=[figures_row(part.slice.name, part.counts) for part in stands.parts],
        total=figures_row("合計", stands.total.counts),
        notes=[*origin_notes(question, output), *_stats(question, stands), *reading_notes(by)],
        confidentiality=output.confidentiality,
    )  # fmt: skip


def overview_title(question: Question, by: Dimension) -> str:
    return f"受講の概況（{by.label}別、{fiscal_year_name(question.fiscal_year)}）"


def reading_notes(by: Dimension) -> list[tuple[str, str]]:
    """How to read the figures."""
    roles = [("役割別の数え方", _ROLES)] if by is Dimension.ROLE else []
    return [("数え方", "受講対象の延べ数（人×研修）"), *roles, ("定義", DEFINITION)]


def charts_of(stands: Overview) -> list[Chart]:
    """Those of the page, in its order; where nobody has to learn there are none."""
    if not stands.parts:
        return []
    return [stands.trend, *stands.scores, *([stands.heat] if stands.heat else [])]


def chart_table(chart: Chart, parts: Table) -> Table:
    """The numbers of a chart, of the same origin as the 内訳."""
    first, *others = chart.table_columns
    kind = Kind.RATE if isinstance(chart, HeatMap) else Kind.NUMBER
    columns = [Column("name", first), *(Column(f"figure_{place}", label, kind) for place, label in enumerate(others))]
    return replace(parts, title=chart.title, columns=columns, rows=chart.cells, total=None)


def _stats(question: Question, stands: Overview) -> Sequence[tuple[str, str]]:
    return [_before(question, stands), ("期限まで14日以内の未修了", f"{stands.total.due_soon:,}件")]


def _before(question: Question, stands: Overview) -> tuple[str, str]:
    end, before = stands.year_end, stands.before
    if end is not None:
        which = f"{len(question.courses)}研修のうち、過去の年度の実績がある{end.trainings}研修"
        return "前年度末", f"{end.rate}　{which}"
    return "前年度の同じ日", str(Rate(before.completed, before.required)) if before else "記録なし"
