"""The eleven headings of ui-terms.md section 5, filled from the facts and from what the office wrote."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.duties.counting import Counts
from lms.duties.models import Requirement, TrainingPlan
from lms.lib.fiscal_year import TOKYO, era_date
from lms.lib.tables import Cell, Column, Kind, Rate, Table
from lms.people.city import city
from lms.people.models import City
from lms.people.roles import Office
from lms.records.drill_counts import MASKED, DrillCounts
from lms.reports.annual.figures import Figures, rate_of
from lms.reports.annual.sheets import Sheet, cut_table, department_sheet, item_sheet, trend_sheet
from lms.reports.dimensions import Dimension
from lms.reports.models import AnnualTexts
from lms.reports.tables import DEFINITION

_WORST = 3
BY_TRAINING = "研修別の対象者は、４の表のとおり。"
BESIDE_YEARS = "過去の年度の修了率は、４の表のとおり。"
GRADES_FIRST = "職位別。続けて任用形態別"
TRAININGS, TESTS = "研修別の実施結果", "理解度テスト"
_TITLES = (
    "目的及び根拠", "実施期間及び実施方法", "対象者", "実施結果", "所属別の状況", "職位別・任用形態別の状況",
    "理解度テスト及びアンケートの結果", "緊急時対応訓練・標的型メール訓練の実施状況", "未修了者への対応",
    "計画との対比", "課題及び次年度の取組",
)  # fmt: skip
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class Section:
    """A heading with its lines and, below them, at most one table."""

    number: str
    title: str
    lines: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class AnnualReport:
    """The A4 for the meeting, and its separate sheets; `rest` is on another, where the A4 has no room for it."""

    title: str
    subtitle: str
    head: str
    office: str
    sections: tuple[Section, ...]
    foot: tuple[str, ...]
    confidentiality: str
    sheets: tuple[Sheet, ...]
    rest: tuple[Section, ...] = ()

    @property
    def name_of_rest(self) -> str:
        return "別紙５" if self.sheets else "別紙"

    @property
    def tables(self) -> list[Table]:
        """Of a workbook, which has room for all of them."""
        return [*self._in_sections, *(sheet.table for sheet in self.sheets)]

    @property
    def tables_on_paper(self) -> list[Table]:
        return [*self._in_sections, *(sheet.on_paper for sheet in self.sheets)]

    @property
    def _in_sections(self) -> list[Table]:
        return [section.table for section in self.sections if section.table is not None]


# What stands under a heading: its lines, and a table or none.
Content = tuple[tuple[str, ...], Table | None]


def numbered(contents: Iterable[Content]) -> tuple[Section, ...]:
    """The eleven headings in their order."""
    return tuple(
        Section(str(number).translate(_WIDE), title, lines, table)
        for number, (title, (lines, table)) in enumerate(zip(_TITLES, contents, strict=True), start=1)
    )


def annual_report(plan: TrainingPlan, texts: AnnualTexts, figures: Figures, at: datetime) -> AnnualReport:
    """For inside the city hall. 別紙３, the list of names, is no part of a file for the meeting: the
    office takes it out of the list of people, and the heads have their own with their report."""
    home = city()
    return AnnualReport(
        title=report_title(plan),
        subtitle=_subtitle(home, figures),
        head="　".join(filter(None, [texts.meeting, era_date(texts.held_on) if texts.held_on else ""])),
        office=plan.get_office_display(),
        sections=numbered(_contents(plan, texts, figures)),
        foot=_foot(figures, at),
        confidentiality=home.confidentiality_label,
        sheets=(department_sheet(figures), item_sheet(figures), trend_sheet(figures.trend)),
    )


def report_title(plan: TrainingPlan) -> str:
    return f"{plan.title.removesuffix('計画')}実施状況報告書"


def _subtitle(home: City, figures: Figures) -> str:
    measures = sorted({line.course.measure_name for line, *_ in figures.lines if line.course.measure})
    return "　".join([f"{home.name}ＤＸ推進計画", *measures]) if measures else ""


def _foot(figures: Figures, at: datetime) -> tuple[str, ...]:
    local = at.astimezone(TOKYO)
    moment = f"{era_date(local.date())} {local:%H:%M}"
    return (f"基準日　{era_date(figures.on)}　　出力日時　{moment}　　確定版　{_versions(figures)}", DEFINITION)


def _versions(figures: Figures) -> str:
    """Of each training the 確定版 that says the same; live figures are 速報値."""
    if not figures.versions:
        return "なし（速報値）"
    codes = [line.course.code for line, *_ in figures.lines]
    return "、".join(f"{code} {_version(figures.versions.get(code))}" for code in codes)


def _version(number: int | None) -> str:
    return f"第{number}版" if number else "速報値"


def _contents(plan: TrainingPlan, texts: AnnualTexts, figures: Figures) -> list[Content]:
    unfinished = figures.total
    remaining = f"未修了　延べ{unfinished.unfinished}人（うち期限超過　{unfinished.overdue}人）"
    by = figures.by
    return [
        ((texts.purpose,), None),
        ((*periods(figures), texts.methods), None),
        ((f"在籍者　{figures.seated}人。{BY_TRAINING}",), None),
        ((), training_table(figures)),
        (("任命権者別。兼務者は本務の所属に計上。所属別は別紙１",), cut_table("任命権者", by[Dimension.AUTHORITY])),
        ((GRADES_FIRST,), cut_table("区分", (*by[Dimension.GRADE], *by[Dimension.EMPLOYMENT]))),
        _tests(figures),
        (exercise_lines(plan, [*_exercises(figures), *_drills(figures)]), None),
        ((remaining, texts.unfinished), None),
        ((*answer_lines(plan), texts.comparison, BESIDE_YEARS), None),
        ((plan.issues,), None),
    ]


def answer_lines(plan: TrainingPlan) -> tuple[str, ...]:
    """What the plan set against the 課題 of the year before."""
    return (f"前年度の課題への対応　{plan.answer}",) if plan.answer else ()


def periods(figures: Figures) -> tuple[str, ...]:
    """Trainings of the same days stand in one line."""
    trainings: defaultdict[str, list[str]] = defaultdict(list)
    for line, *_ in figures.lines:
        trainings[_period(line)].append(line.course.title)
    return tuple(f"{'、'.join(titles)}　{period}" for period, titles in trainings.items())


def _period(line: Requirement) -> str:
    second = ""
    if line.second_opens_on:
        second = f"（追加　{era_date(line.second_opens_on)}から{era_date(line.second_due_on)}まで）"
    return f"{era_date(line.opens_on)}から{era_date(line.due_on)}まで{second}"


def training_table(figures: Figures) -> Table:
    """在籍者 less 対象外, 猶予 and 免除 is 対象者, line by line; and how they stand beside the years before."""
    columns = (
        Column("training", "研修"), *(Column(key, label, Kind.NUMBER) for key, label in (
            ("outside", "対象外"), ("deferred", "猶予"), ("exempt", "免除"), ("required", "対象者"),
            ("completed", "修了者"),
        )), *rate_columns(figures),
    )  # fmt: skip
    return Table(TRAININGS, columns, [_training(figures, *line) for line in figures.lines])


def rate_columns(figures: Figures) -> list[Column]:
    """修了率 of this year and, at their ends, of those before."""
    before = [Column(name, name) for name, _ in figures.years[:-1]]
    return [Column("rate", "修了率", Kind.RATE), *before, Column("change", "増減")]


def _training(figures: Figures, line: Requirement, counts: Counts, before: Rate | None) -> list[Cell]:
    asked = counts.required + counts.deferred + counts.exempt
    rates = [percent(rates.get(line.course.code)) for _, rates in figures.years[:-1]]
    return [
        line.course.title, figures.seated - asked, counts.deferred, counts.exempt, counts.required, counts.completed,
        rate_of(counts), *rates, change(rate_of(counts), before),
    ]  # fmt: skip


def change(now: Rate, before: Rate | None) -> str:
    if before is None or now.percent is None or before.percent is None:
        return "－"
    return f"{now.percent - before.percent:+}ポイント"


def percent(rate: Rate | None) -> str:
    return f"{rate.percent}%" if rate and rate.denominator else "－"


def _tests(figures: Figures) -> Content:
    worst = [f"正答率の低い問題　{Rate(one.right, one.answered)}　{one.stem}" for one in figures.items[:_WORST]]
    said = [f"{title} {graded.mean}点（回答{graded.number}件）" for title, graded in figures.satisfaction]
    return (*no_tests(figures), *worst, *satisfaction_lines(said)), _test_table(figures) if figures.tests else None


def no_tests(figures: Figures) -> tuple[str, ...]:
    return () if figures.tests else ("実施した理解度テストはありません。",)


def _test_table(figures: Figures) -> Table:
    columns = (
        Column("test", TESTS), Column("people", "受験者", Kind.NUMBER), Column("passed", "合格者", Kind.NUMBER),
        Column("mean", "平均点", Kind.NUMBER), Column("of_what", "各人の得点"),
    )  # fmt: skip
    rows = [[one.title, one.people, one.passed, one.mean, one.of_what] for one in figures.tests]
    return Table(TESTS, columns, rows)


def satisfaction_lines(said: Sequence[str]) -> tuple[str, ...]:
    """An answer has no moment, so whatever 基準日 is asked about, they are those of the year so far."""
    return (f"アンケートの満足度（5点満点の平均。出力日時までの回答）　{'、'.join(said)}",) if said else ()


def exercise_lines(plan: TrainingPlan, lines: Sequence[str]) -> tuple[str, ...]:
    if plan.office != Office.SECURITY:
        return ("情報セキュリティ研修の報告書による。",)
    return tuple(lines) or ("この年度に記録された訓練はありません。",)


def _exercises(figures: Figures) -> list[str]:
    return [f"{one.title}（{era_date(one.held_on)}）　参加{one.people}人" for one in figures.exercises]


def _drills(figures: Figures) -> list[str]:
    return [f"{one.title}（{era_date(one.sent_on)}）　{deeds(one.whole)}" for one in figures.drills]


def deeds(whole: DrillCounts | None) -> str:
    if whole is None:
        return MASKED
    return f"配信{whole.delivered}人　開封{whole.opened_text}　報告{whole.reported_text}"
