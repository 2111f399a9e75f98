"""The eleven headings of ui-terms.md section 5, filled from the facts and from what the office wrote."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from lms.duties.counting import Counts, total
from lms.duties.models import Requirement, TrainingPlan
from lms.lib.fiscal_year import TOKYO, era_date, fiscal_year_name, last_day
from lms.lib.tables import Cell, Column, Kind, Rate, Table
from lms.people.city import city
from lms.people.models import Posting
from lms.people.organisation import organisation
from lms.people.roles import Office
from lms.records.drill import PhishingDrill
from lms.records.drill_counts import counts as drill_counts
from lms.records.drill_counts import total as drill_total
from lms.reports.annual.quiz_figures import ItemRate, item_rates, quiz_figures
from lms.reports.dimensions import Dimension, Part, parts
from lms.reports.figures import Question
from lms.reports.models import AnnualTexts, FrozenReport
from lms.reports.reach import everything
from lms.reports.tables import DEFINITION

_WORST = 3
_YEARS = 3
_FEW = 5


@dataclass(frozen=True)
class Section:
    """A heading with its lines and, below them, at most one table."""

    number: str
    title: str
    lines: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class AnnualReport:
    """The sheet for the meeting, and its separate sheets."""

    title: str
    subtitle: str
    head: str
    office: str
    sections: tuple[Section, ...]
    foot: tuple[str, ...]
    confidentiality: str
    sheets: tuple[Table, ...]


@dataclass(frozen=True)
class Figures:
    """Everything that is counted; asked once, whatever form it takes."""

    seated: int
    lines: tuple[tuple[Requirement, Counts, Rate | None], ...]
    by: dict[Dimension, tuple[Part, ...]]
    years: tuple[tuple[str, dict[str, Rate]], ...]
    items: tuple[ItemRate, ...]


def question_of(plan: TrainingPlan, on: date) -> Question:
    courses = tuple(line.course for line in plan.requirements.select_related("course"))
    return Question(plan.fiscal_year, on, courses, everything(organisation(on)))


def figures_of(plan: TrainingPlan, on: date) -> Figures:
    """Some twenty queries, none of which depends on the number of people or departments."""
    question = question_of(plan, on)
    by_course = {part.slice.order: part.counts for part in parts(question, Dimension.COURSE)}
    years = tuple((fiscal_year_name(year), _rates(question, year)) for year in _years(plan.fiscal_year))
    before = years[-2][1]
    lines = tuple(
        (line, by_course.get(line.course.code, Counts()), before.get(line.course.code))
        for line in plan.requirements.select_related("course")
    )
    by = {
        dimension: tuple(parts(question, dimension))
        for dimension in (Dimension.DEPARTMENT, Dimension.AUTHORITY, Dimension.GRADE, Dimension.EMPLOYMENT)
    }
    seated = Posting.objects.on(on).filter(kind=Posting.Kind.MAIN).count()
    return Figures(seated, lines, by, years, tuple(item_rates(question)))


def _years(fiscal_year: int) -> range:
    return range(fiscal_year - _YEARS + 1, fiscal_year + 1)


def _rates(question: Question, year: int) -> dict[str, Rate]:
    """By course code; a past year at its end. The ways of a year without such courses are not there."""
    on = min(question.on, last_day(year))
    of_year = replace(question, fiscal_year=year, on=on, scope=everything(organisation(on)))
    return {part.slice.order: rate_of(part.counts) for part in parts(of_year, Dimension.COURSE)}


def rate_of(counts: Counts) -> Rate:
    return Rate(counts.completed, counts.required)


def annual_report(plan: TrainingPlan, texts: AnnualTexts, on: date, at: datetime) -> AnnualReport:
    """As things stand on the day, as known now."""
    figures = figures_of(plan, on)
    measures = sorted({line.course.measure_name for line, *_ in figures.lines if line.course.measure})
    return AnnualReport(
        title=f"{plan.title.removesuffix('計画')}実施状況報告書",
        subtitle="　".join([f"{city().name}ＤＸ推進計画", *measures]) if measures else "",
        head="　".join(filter(None, [texts.meeting, era_date(texts.held_on) if texts.held_on else ""])),
        office=plan.get_office_display(),
        sections=tuple(_sections(plan, texts, figures, on)),
        foot=(f"基準日　{era_date(on)}　　出力日時　{_moment(at)}　　確定版　{_frozen(plan)}", DEFINITION),
        confidentiality=city().confidentiality_label,
        sheets=(department_sheet(figures), item_sheet(figures)),
    )


def _moment(at: datetime) -> str:
    local = at.astimezone(TOKYO)
    return f"{era_date(local.date())} {local:%H:%M}"


def _frozen(plan: TrainingPlan) -> str:
    rows = FrozenReport.objects.filter(requirement__plan=plan).select_related("requirement__course").order_by("version")
    last = {row.requirement.course.code: row.version for row in rows.defer("payload")}
    return "、".join(f"{code} 第{version}版" for code, version in sorted(last.items())) or "なし（速報値）"


def _sections(plan: TrainingPlan, texts: AnnualTexts, figures: Figures, on: date) -> list[Section]:
    unfinished = total(counts for _, counts, _ in figures.lines)
    return [
        Section("１", "目的及び根拠", (texts.purpose,)),
        Section("２", "実施期間及び実施方法", (*map(_period, (line for line, *_ in figures.lines)), texts.methods)),
        Section("３・４", "対象者及び実施結果", (), result_table(figures)),
        Section("５", "所属別の状況（任命権者別。兼務者は本務の所属に計上。所属別は別紙１）", (),
                cut_table("任命権者", figures.by[Dimension.AUTHORITY])),
        Section("６", "職位別・任用形態別の状況", (), cut_table(
            "区分", (*figures.by[Dimension.GRADE], *figures.by[Dimension.EMPLOYMENT]))),
        Section("７", "理解度テスト及びアンケートの結果", _quiz_lines(plan, figures, on)),
        Section("８", "緊急時対応訓練・標的型メール訓練の実施状況", _drill_lines(plan, on)),
        Section("９", "未修了者への対応", (
            f"未修了　延べ{unfinished.unfinished}人（うち期限超過　{unfinished.overdue}人）", texts.unfinished)),
        Section("10", "計画との対比", (texts.comparison,), years_table(figures)),
        Section("11", "課題及び次年度の取組", (texts.issues,)),
    ]  # fmt: skip


def _period(line: Requirement) -> str:
    second = ""
    if line.second_opens_on:
        second = f"（追加　{era_date(line.second_opens_on)}から{era_date(line.second_due_on)}まで）"
    return f"{line.course.title}　{era_date(line.opens_on)}から{era_date(line.due_on)}まで{second}"


def result_table(figures: Figures) -> Table:
    """３ and ４ in one: 在籍者数 less 対象外, 猶予 and 免除 is 対象者数, line by line."""
    columns = (
        Column("training", "研修"), *(Column(key, label, Kind.NUMBER) for key, label in (
            ("seated", "在籍者"), ("outside", "対象外"), ("deferred", "猶予"), ("exempt", "免除"),
            ("required", "対象者"), ("completed", "修了者"),
        )), Column("rate", "修了率", Kind.RATE), Column("before", "前年度末"), Column("change", "増減"),
    )  # fmt: skip
    return Table("対象者及び実施結果", columns, [_result(figures.seated, *line) for line in figures.lines])


def _result(seated: int, line: Requirement, counts: Counts, before: Rate | None) -> list[Cell]:
    asked = counts.required + counts.deferred + counts.exempt
    return [
        line.course.title, seated, seated - asked, counts.deferred, counts.exempt, counts.required, counts.completed,
        rate_of(counts), _percent(before), _change(rate_of(counts), before),
    ]  # fmt: skip


def _change(now: Rate, before: Rate | None) -> str:
    if before is None or now.percent is None or before.percent is None:
        return "－"
    return f"{now.percent - before.percent:+}ポイント"


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


def department_sheet(figures: Figures) -> Table:
    """別紙１"""
    rows = figures.by[Dimension.DEPARTMENT]
    whole = total(row.counts for row in rows)
    last: list[Cell] = ["合計", whole.required, whole.completed, rate_of(whole), whole.deferred, whole.exempt]
    return replace(cut_table("所属", rows), title="別紙１　所属別一覧", total=last)


def item_sheet(figures: Figures) -> Table:
    """別紙２"""
    columns = (
        Column("training", "研修"), Column("stem", "問題"), Column("rate", "正答率（初回の受験）", Kind.RATE)
    )  # fmt: skip
    rows = [[rate.training, rate.stem, Rate(rate.right, rate.answered)] for rate in figures.items]
    return Table("別紙２　問題別正答率", columns, rows)


def years_table(figures: Figures) -> Table:
    """修了率 of each training over the years, each past one at its end."""
    columns = (Column("training", "研修"), *(Column(name, name) for name, _ in figures.years))
    rows = [
        [line.course.title, *(_percent(rates.get(line.course.code)) for _, rates in figures.years)]
        for line, *_ in figures.lines
    ]
    return Table("年次計画との対比", columns, rows)


def _percent(rate: Rate | None) -> str:
    return f"{rate.percent}%" if rate and rate.denominator else "－"


def _quiz_lines(plan: TrainingPlan, figures: Figures, on: date) -> tuple[str, ...]:
    tests = [
        f"{one.title}　受験者{one.people}人　合格者{one.passed}人　平均点{one.mean}点（最高点の平均）"
        for one in quiz_figures(question_of(plan, on))
    ]
    worst = [f"正答率の低い問題　{Rate(one.right, one.answered)}　{one.stem}" for one in figures.items[:_WORST]]
    return (*tests, *worst) or ("実施した理解度テストはありません。",)


def _drill_lines(plan: TrainingPlan, on: date) -> tuple[str, ...]:
    if plan.office != Office.SECURITY:
        return ("情報セキュリティ研修の報告書による。",)
    held = PhishingDrill.objects.filter(
        sent_on__gte=date(plan.fiscal_year, 4, 1), sent_on__lte=min(on, last_day(plan.fiscal_year))
    )
    lines = []
    for drill in held.order_by("sent_on"):
        whole = drill_total(drill_counts(drill).values())
        if whole:
            lines.append(
                f"{drill.title}（{era_date(drill.sent_on)}）　配信{whole.delivered}人　"
                f"開封{whole.opened_text}　報告{whole.reported_text}"
            )
    return tuple(lines) or ("この年度に記録された訓練はありません。",)
