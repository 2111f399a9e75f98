"""公開用 of the report, for 情報公開 and the home page.

Of each group (a training, an 任命権者, a 職位, a 任用形態) only 対象者, 修了者 and 修了率 are given, all of it or
nothing: beside 在籍者, 猶予 and 免除 what is hidden could be worked out, and with it the illness of one. 別紙１ is left
out: the departments of a city hall are groups of few, and add up to their 任命権者. So are 別紙２ and the questions,
which are asked again; how many sat a test, since beside 対象者 that says how many did not; and how many are unfinished.
What the office has written stands as it is: the page says that it has to be read once more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lms.duties.models import TrainingPlan
from lms.lib.fiscal_year import era_date
from lms.lib.tables import Cell, Column, Kind, Rate, Table
from lms.records.drill_counts import DrillCounts
from lms.reports.annual.content import (
    BESIDE_YEARS,
    BY_TRAINING,
    GRADES_FIRST,
    TESTS,
    TRAININGS,
    AnnualReport,
    Content,
    answer_lines,
    change,
    deeds,
    exercise_lines,
    no_tests,
    numbered,
    percent,
    periods,
    rate_columns,
    satisfaction_lines,
)
from lms.reports.annual.figures import Figures, rate_of
from lms.reports.annual.masking import MASKED, hidden_groups, is_few, tells_of_few
from lms.reports.dimensions import Dimension, Part
from lms.reports.models import AnnualTexts

_WHY_MASKED = "「－」は、5人未満の数又はそれを計算できる数を含むため、表示しないもの"
# Of so many people or more it may be said that nearly all have completed, though not how many have not.
_MANY, _NEARLY_ALL = 100, 95


def disclosed(report: AnnualReport, plan: TrainingPlan, texts: AnnualTexts, figures: Figures) -> AnnualReport:
    """The report as it may be given to anybody."""
    return replace(
        report, title=public_title(report.title), sections=numbered(_contents(plan, texts, figures)), sheets=(),
        foot=(*report.foot, _WHY_MASKED), confidentiality="",
    )  # fmt: skip


def public_title(title: str) -> str:
    return f"{title}（公開用）"


def _contents(plan: TrainingPlan, texts: AnnualTexts, figures: Figures) -> list[Content]:
    by, trainings = figures.by, _Trainings.of(figures)
    return [
        ((texts.purpose,), None),
        ((*periods(figures), texts.methods), None),
        ((BY_TRAINING,), None),
        ((), trainings.table),
        (("任命権者別。兼務者は本務の所属に計上",), cut_table("任命権者", by[Dimension.AUTHORITY])),
        ((GRADES_FIRST,), cut_table("区分", by[Dimension.GRADE], by[Dimension.EMPLOYMENT])),
        _tests(figures),
        (exercise_lines(plan, [*_exercises(figures), *_drills(figures)]), None),
        ((texts.unfinished,), None),
        ((*answer_lines(plan), texts.comparison, BESIDE_YEARS), None),
        ((plan.issues,), None),
    ]


def cut_table(label: str, *cuts: Sequence[Part]) -> Table:
    """Each of `cuts` makes up the whole."""
    columns = (
        Column("name", label), Column("required", "対象者", Kind.NUMBER), Column("completed", "修了者", Kind.NUMBER),
        Column("rate", "修了率", Kind.RATE),
    )  # fmt: skip
    return Table(label, columns, [row for cut in cuts for row in _masked_rows(cut)])


def _masked_rows(cut: Sequence[Part]) -> list[list[Cell]]:
    hidden = hidden_groups([(part.counts.required, part.counts.completed) for part in cut])
    return [
        [part.slice.name, *([MASKED] * 3)] if place in hidden
        else [part.slice.name, part.counts.required, part.counts.completed, rate_of(part.counts)]
        for place, part in enumerate(cut)
    ]  # fmt: skip


@dataclass(frozen=True)
class _Trainings:
    """The lines of the plan. `shown`: by year and course code the rates that may be seen, this year's the last."""

    figures: Figures
    shown: tuple[tuple[str, Mapping[str, Rate]], ...]

    @classmethod
    def of(cls, figures: Figures) -> "_Trainings":
        return cls(figures, tuple((name, _shown(rates)) for name, rates in figures.years))

    @property
    def table(self) -> Table:
        columns = (
            Column("training", "研修"), Column("required", "対象者", Kind.NUMBER),
            Column("completed", "修了者", Kind.NUMBER), *rate_columns(self.figures),
        )  # fmt: skip
        rows = [self._row(line.course.title, line.course.code, rate_of(c)) for line, c, _ in self.figures.lines]
        return Table(TRAININGS, columns, rows)

    def _row(self, title: str, code: str, rate: Rate) -> list[Cell]:
        *before, now = [rates.get(code) for _, rates in self.shown]
        then = map(percent, before)
        if now is None:
            return [title, MASKED, MASKED, _roughly(rate), *then, MASKED]
        return [title, rate.denominator, rate.numerator, rate, *then, change(rate, before[-1])]


def _shown(rates: Mapping[str, Rate]) -> dict[str, Rate]:
    hidden = hidden_groups([(rate.denominator, rate.numerator) for rate in rates.values()])
    return {code: rate for place, (code, rate) in enumerate(rates.items()) if place not in hidden}


def _roughly(rate: Rate) -> str:
    nearly_all = rate.denominator >= _MANY and rate.numerator * 100 >= rate.denominator * _NEARLY_ALL
    return f"{_NEARLY_ALL}%以上" if nearly_all else MASKED


def _tests(figures: Figures) -> Content:
    said = [f"{title} {graded.mean}点" for title, graded in figures.satisfaction]
    return (*no_tests(figures), *satisfaction_lines(said)), _test_table(figures) if figures.tests else None


def _test_table(figures: Figures) -> Table:
    columns = (Column("test", TESTS), Column("mean", "平均点", Kind.NUMBER), Column("of_what", "各人の得点"))
    rows = [[one.title, MASKED if is_few(one.people) else one.mean, one.of_what] for one in figures.tests]
    return Table(TESTS, columns, rows)


def _exercises(figures: Figures) -> list[str]:
    return [
        f"{one.title}（{era_date(one.held_on)}）　参加{MASKED if is_few(one.people) else f'{one.people}人'}"
        for one in figures.exercises
    ]


def _drills(figures: Figures) -> list[str]:
    return [f"{one.title}（{era_date(one.sent_on)}）　{_deeds(one.whole)}" for one in figures.drills]


def _deeds(whole: DrillCounts | None) -> str:
    few = whole and any(tells_of_few(whole.delivered, deed) for deed in (whole.opened, whole.reported))
    return MASKED if few else deeds(whole)
