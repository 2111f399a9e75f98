"""The three answers as tables: page, CSV and paper are made of the same rows.

The askers say 受講者 and 未受講者; here these are 修了者 and 未修了者, since of who only began nobody can say that the
training was taken. No number of an official form is named: the figures are copied into the asker's own sheet.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import TextChoices

from lms.duties.wording import audience_in_words
from lms.lib.fiscal_year import TOKYO, era_date, fiscal_year_name, local_date, short_era_date
from lms.lib.tables import Cell, Column, Kind, Rate, Table
from lms.people.city import city
from lms.people.roles import Office
from lms.reports.figures import Question
from lms.reports.outside.disclosing import HIDDEN, Edition, Shown, shown, unless_few
from lms.reports.outside.figures import Drills, Line
from lms.reports.tables import DEFINITION, circumstances

_COUNTED = (
    Column("required", "対象者", Kind.NUMBER), Column("completed", "修了者", Kind.NUMBER),
)  # fmt: skip
_COMMISSION_COLUMNS = (
    Column("training", "研修"), *_COUNTED, Column("unfinished", "未修了者", Kind.NUMBER),
    Column("overdue", "うち期限超過", Kind.NUMBER), Column("deferred", "猶予", Kind.NUMBER),
    Column("exempt", "免除", Kind.NUMBER), Column("second", "追加実施期間"), Column("measures", "未修了者への対応"),
)  # fmt: skip
_MINISTRY_COLUMNS = (
    Column("training", "研修・訓練"), Column("held", "実施の有無"), Column("audience", "対象"),
    Column("required", "対象者", Kind.NUMBER), Column("times", "回数", Kind.NUMBER),
    Column("rate", "受講率", Kind.RATE),
)  # fmt: skip
_ASSEMBLY_COLUMNS = (
    Column("training", "研修"), *_COUNTED, Column("rate", "修了率", Kind.RATE), Column("before", "前年度の同じ日"),
    Column("change", "増減"), Column("sentence", "答弁の一文"),
)  # fmt: skip
_WORDS = "受講者＝修了者、未受講者＝未修了者（受講中の者を含む）"
_HIDING = f"{HIDDEN}＝5人未満の数、ほかの数との差引きで5人未満の数が分かる数、猶予と免除の数"
_NOT_ASKED = "記録なし"


class Answer(TextChoices):
    COMMISSION = "commission", "個人情報保護委員会への報告（特定個人情報の研修）"
    MINISTRY = "ministry", "国の調査（情報セキュリティ等の研修の実施状況）"
    ASSEMBLY = "assembly", "議会の答弁"


def answer_table(
    answer: Answer, question: Question, lines: Sequence[Line], drills: Drills, edition: Edition, at: datetime
) -> Table:
    columns, rows_of, definition, source = _ANSWERS[answer]
    rows = [list(row) for row in rows_of(question, lines, edition)]
    if answer is Answer.MINISTRY and Office.SECURITY in question.scope.offices:
        rows.append(_drill_row(drills, edition))
    outside = edition is Edition.OUTSIDE
    local = at.astimezone(TOKYO)
    return Table(
        f"{answer.label}（{fiscal_year_name(question.fiscal_year)}）", columns, rows,
        [
            ("基準日", circumstances(question)),
            ("用途", edition.label),
            ("定義", "。".join([definition, DEFINITION, *([_HIDING] if outside else [])])),
            ("出典", source),
            ("出力日時", f"{era_date(local_date(at))} {local:%H:%M}"),
        ],
        confidentiality="" if outside else city().confidentiality_label,
    )  # fmt: skip


def _commission(_question: Question, lines: Sequence[Line], edition: Edition) -> Iterable[Sequence[Cell]]:
    for line in lines:
        if line.is_for_my_number:
            cells = shown(line.counts, edition)
            yield [
                line.asked.course.title, cells.required, cells.completed, cells.unfinished, cells.overdue,
                cells.deferred, cells.exempt, _second(line), line.measures,
            ]  # fmt: skip


def _second(line: Line) -> str:
    asked = line.asked
    if asked.second_opens_on is None:
        return "なし"
    return f"{short_era_date(asked.second_opens_on)}から{short_era_date(asked.second_due_on)}まで"


def _ministry(question: Question, lines: Sequence[Line], edition: Edition) -> Iterable[Sequence[Cell]]:
    for line in lines:
        cells = shown(line.counts, edition)
        audience = audience_in_words(line.asked.audience, question.scope.departments, question.on)
        yield [
            line.asked.course.title, "有" if line.was_held else "無", audience, cells.required, line.times, cells.rate
        ]  # fmt: skip


def _drill_row(drills: Drills, edition: Edition) -> list[Cell]:
    delivered = unless_few(drills.delivered) if edition is Edition.OUTSIDE else drills.delivered
    held = "有" if drills.number else "無"
    return ["標的型メール訓練", held, "訓練メールの配信先（延べ数）", delivered, drills.number, None]


def _assembly(question: Question, lines: Sequence[Line], edition: Edition) -> Iterable[Sequence[Cell]]:
    for line in lines:
        cells = shown(line.counts, edition)
        before = shown(line.before, edition).rate if line.before else None
        change = _change(cells.rate, before)
        yield [
            line.asked.course.title, cells.required, cells.completed, cells.rate,
            _NOT_ASKED if before is None else str(before), change or "比較なし",
            _sentence(question, line.asked.course.title, cells, change),
        ]  # fmt: skip


def _change(now: Cell, before: Cell) -> str:
    """「3.2ポイントの増」; nothing where one of the two is not shown or is a rate of nobody."""
    rates = [rate.percent for rate in (now, before) if isinstance(rate, Rate) and rate.percent is not None]
    if len(rates) < 2:
        return ""
    more = rates[0] - rates[1]
    return f"{abs(more)}ポイントの{'増' if more > 0 else '減'}" if more else "増減なし"


def _sentence(question: Question, training: str, cells: Shown, change: str) -> str:
    """What a head of office reads out."""
    begins = f"{fiscal_year_name(question.fiscal_year)}の「{training}」は、{era_date(question.on)}現在、"
    if not isinstance(cells.rate, Rate):
        return f"{begins}人数が少なく個人が分かるおそれがあるため、人数と率をお答えしておりません。"
    if cells.rate.percent is None:
        return f"{begins}対象となる職員がおりません。"
    ends = f"前年度の同じ日と比べて{change}です。" if change else ""
    return (
        f"{begins}対象者{cells.required}人のうち{cells.completed}人が修了し、修了率は{cells.rate.percent}%です。{ends}"
    )


def page_parts(table: Table) -> tuple[Table, list[str]]:
    """The assembly's table without its last column, and that as lines: on a screen a sentence needs more width."""
    narrow = replace(table, columns=table.columns[:-1], rows=[row[:-1] for row in table.rows])
    return narrow, [str(row[-1]) for row in table.rows]


_Rows = Callable[[Question, Sequence[Line], Edition], Iterable[Sequence[Cell]]]
_ANSWERS: dict[Answer, tuple[Sequence[Column], _Rows, str, str]] = {
    Answer.COMMISSION: (
        _COMMISSION_COLUMNS, _commission,
        "研修計画で特定個人情報事務取扱担当者又は保護責任者を対象者とした研修の人数。" + _WORDS,
        "研修計画、受講対象、修了記録、受講免除の決定。未修了者への対応は、研修実施状況報告書に研修担当が記入した文。"
        "根拠は番号法第29条の2及び同法施行令第30条の2",
    ),
    Answer.MINISTRY: (
        _MINISTRY_COLUMNS, _ministry,
        "実施の有無＝実施中、報告済み又は終了の研修計画により実施期間が始まったこと。"
        "回数＝始まった実施期間と追加実施期間の数に、開いた集合研修の数を加えた数。受講率＝修了率。" + _WORDS,
        "研修計画、受講対象、修了記録、開催回、標的型訓練の結果。"
        "研修と訓練は、総務省の情報セキュリティポリシーに関するガイドラインの「研修・訓練」による",
    ),
    Answer.ASSEMBLY: (
        _ASSEMBLY_COLUMNS, _assembly,
        "前年度の同じ日＝前の年度の同じ月日の修了率（2月29日は28日）。増減はその差",
        "研修計画、受講対象、修了記録",
    ),
}  # fmt: skip
