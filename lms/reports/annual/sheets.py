"""The separate sheets of the report, and the table by which it cuts its figures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lms.duties.counting import total
from lms.lib.tables import Cell, Column, Kind, Rate, Table
from lms.reports.annual.departments import MOST_ROWS
from lms.reports.annual.figures import Figures, rate_of
from lms.reports.charts.lines import Lines
from lms.reports.dimensions import Dimension, Part

_IN_UNITS = f"所属が{MOST_ROWS}を超えるため、部等の単位で集計しています。所属ごとの数は、XLSXの別紙１にあります。"


@dataclass(frozen=True)
class Sheet:
    """A separate sheet: its table and, on paper above it, the same numbers as a picture. Where the whole table is too
    long for paper, `short` stands there in its place, and `note` says so."""

    table: Table
    picture: Lines | None = None
    short: Table | None = None
    note: str = ""

    @property
    def on_paper(self) -> Table:
        return self.short or self.table


def department_sheet(figures: Figures) -> Sheet:
    """別紙１"""
    rows, units = figures.by[Dimension.DEPARTMENT], figures.units
    if units == rows:
        return Sheet(_departments("所属", rows))
    return Sheet(_departments("所属", rows), short=_departments("部等", units), note=_IN_UNITS)


def _departments(label: str, rows: Sequence[Part]) -> Table:
    whole = total(row.counts for row in rows)
    last: list[Cell] = ["合計", whole.required, whole.completed, rate_of(whole), whole.deferred, whole.exempt]
    return replace(cut_table(label, rows), title="別紙１　所属別一覧", total=last)


def item_sheet(figures: Figures) -> Sheet:
    """別紙２"""
    columns = (
        Column("training", "研修"), Column("stem", "問題"), Column("rate", "正答率（初回の受験）", Kind.RATE),
        Column("mistake", "最も多い誤答（初回の受験）"),
    )  # fmt: skip
    rows = [[rate.training, rate.stem, Rate(rate.right, rate.answered), rate.mistake] for rate in figures.items]
    return Sheet(Table("別紙２　問題別正答率", columns, rows))


def trend_sheet(trend: Lines) -> Sheet:
    """別紙４; 別紙３ is the list of names, which is no part of a file for the meeting."""
    names = [f"{one.name}（{trend.unit}）" for one in trend.series]
    columns = [Column("week", trend.axis), *(Column(name, name, Kind.NUMBER) for name in names)]
    rows = [
        [point, *(one.values[place] if place < len(one.values) else None for one in trend.series)]
        for place, point in enumerate(trend.points)
    ]
    return Sheet(Table("別紙４　修了の推移", columns, rows), trend)


def cut_table(label: str, rows: Sequence[Part]) -> Table:
    columns = (
        Column("name", label), Column("required", "対象者", Kind.NUMBER), Column("completed", "修了者", Kind.NUMBER),
        Column("rate", "修了率", Kind.RATE), Column("deferred", "猶予", Kind.NUMBER),
        Column("exempt", "免除", Kind.NUMBER),
    )  # fmt: skip
    return Table(label, columns, [
        [row.slice.name, row.counts.required, row.counts.completed, rate_of(row.counts), row.counts.deferred,
         row.counts.exempt]
        for row in rows
    ])  # fmt: skip
