"""The results of a survey as a picture and as tables to take out."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from courses.models import Course
from lms.lib.fiscal_year import TOKYO, era_date, fiscal_year_name
from lms.lib.tables import Cell, Column, Kind, Table
from lms.records.surveys.answering import FEWEST
from lms.records.surveys.wording import GRADES
from lms.reports.charts.shares import Shares
from lms.reports.surveys import Graded, Result

COUNTING = f"回答が{FEWEST}件集まるごとに加えます。{FEWEST}件に満たない回答は表示しません"
_MEAN = "とてもそう思う＝5、まったくそう思わない＝1とした平均"


def picture(result: Result) -> Shares:
    rows = [(one.question, one.counts, f"{one.mean}") for one in result.graded]
    return Shares("質問ごとの回答の割合と平均", [word for _, word in GRADES], rows)


def figures_table(course: Course, fiscal_year: int, found: Sequence[Result], at: datetime, label: str) -> Table:
    columns = [
        Column("question", "質問"), Column("way", "回答のしかた"),
        *(Column(f"grade_{grade}", word, Kind.NUMBER) for grade, word in GRADES),
        Column("number", "回答", Kind.NUMBER), Column("mean", "平均", Kind.NUMBER),
    ]  # fmt: skip
    rows = [_row(result, one) for result in found for one in result.graded]
    title = f"アンケートの結果（{course.code}　{fiscal_year_name(fiscal_year)}）"
    notes = [*_notes(course, fiscal_year, at), ("平均", _MEAN)]
    return Table(title, columns, rows, notes, confidentiality=label)


def texts_table(course: Course, fiscal_year: int, found: Sequence[Result], at: datetime, label: str) -> Table:
    """Without the grades of those who wrote them, and without names."""
    texts = sorted(chain.from_iterable(result.texts for result in found))
    title = f"アンケートの自由記述（{course.code}　{fiscal_year_name(fiscal_year)}）"
    return Table(
        title, [Column("text", "自由記述")], [[text] for text in texts], _notes(course, fiscal_year, at),
        confidentiality=label,
    )  # fmt: skip


def _row(result: Result, one: Graded) -> list[Cell]:
    return [one.question, result.questionnaire.way, *one.counts, one.number, one.mean]


def _notes(course: Course, fiscal_year: int, at: datetime) -> list[tuple[str, str]]:
    printed = at.astimezone(TOKYO)
    return [
        ("研修", course.title), ("年度", fiscal_year_name(fiscal_year)),
        ("出力日時", f"{era_date(printed.date())} {printed:%H:%M}"), ("数え方", COUNTING),
    ]  # fmt: skip
