"""Everything that the report counts; asked once, whatever form it takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from lms.duties.counting import Counts, total
from lms.duties.models import Requirement, TrainingPlan
from lms.lib.fiscal_year import fiscal_year_name, last_day
from lms.lib.tables import Rate
from lms.people.models import Posting
from lms.people.organisation import organisation
from lms.reports.annual.exercises import Drill, Exercise, drills, exercises
from lms.reports.annual.past import past_rates, past_results, years_of
from lms.reports.annual.quiz_figures import ItemRate, QuizFigures, asked_courses, item_rates, quiz_figures
from lms.reports.chain.freezing import counts_of_row
from lms.reports.charts.lines import Lines
from lms.reports.dimensions import Dimension, Part, parts
from lms.reports.figures import Question, department_figures
from lms.reports.models import FrozenReport
from lms.reports.reach import everything
from lms.reports.surveys import Graded, satisfactions
from lms.reports.trend import a_year_before, completed_by_week, trend_lines


@dataclass(frozen=True)
class Figures:
    """`lines`: each training with its counts and the rate of the year before. `versions`: by course code, which 確定版
    has these very figures."""

    on: date
    seated: int
    lines: tuple[tuple[Requirement, Counts, Rate | None], ...]
    by: Mapping[Dimension, tuple[Part, ...]]
    years: tuple[tuple[str, dict[str, Rate]], ...]
    tests: tuple[QuizFigures, ...]
    items: tuple[ItemRate, ...]
    satisfaction: tuple[tuple[str, Graded], ...]
    trend: Lines
    exercises: tuple[Exercise, ...]
    drills: tuple[Drill, ...]
    versions: Mapping[str, int]

    @property
    def total(self) -> Counts:
        return total(counts for _, counts, _ in self.lines)


def question_of(plan: TrainingPlan, on: date, known_at: datetime | None = None) -> Question:
    courses = tuple(line.course for line in plan.requirements.select_related("course"))
    return Question(plan.fiscal_year, on, courses, everything(organisation(on, known_at)), known_at)


def figures_of(plan: TrainingPlan, on: date, known_at: datetime | None = None) -> Figures:
    """Some forty queries, none of which depends on the number of people or departments. With `known_at`, whoever has
    completed what is counted as the books stood at that moment."""
    question = question_of(plan, on, known_at)
    by_course = {part.slice.order: part.counts for part in parts(question, Dimension.COURSE)}
    entered = past_results(plan)
    years = tuple(
        (fiscal_year_name(year), past_rates(entered, year) | _rates(question, year)) for year in years_of(plan)
    )
    before = years[-2][1]
    lines = tuple(
        (line, by_course.get(line.course.code, Counts()), before.get(line.course.code))
        for line in plan.requirements.select_related("course")
    )
    by = {
        dimension: tuple(parts(question, dimension))
        for dimension in (Dimension.DEPARTMENT, Dimension.AUTHORITY, Dimension.GRADE, Dimension.EMPLOYMENT)
    }
    return Figures(
        on=on, seated=Posting.objects.on(on).filter(kind=Posting.Kind.MAIN).count(),
        lines=lines, by=by, years=years, tests=tuple(quiz_figures(plan, question)),
        items=tuple(item_rates(plan, question)), satisfaction=tuple(_satisfaction(plan)), trend=_trend(question),
        exercises=tuple(exercises(plan, on)), drills=tuple(drills(plan, on)),
        versions=_versions(plan, question),
    )  # fmt: skip


def _rates(question: Question, year: int) -> dict[str, Rate]:
    """By course code; a past year at its end. The ways of a year without such courses are not there."""
    on = min(question.on, last_day(year))
    of_year = replace(question, fiscal_year=year, on=on, scope=everything(organisation(on)))
    return {part.slice.order: rate_of(part.counts) for part in parts(of_year, Dimension.COURSE)}


def _satisfaction(plan: TrainingPlan) -> Iterator[tuple[str, Graded]]:
    """満足度 of each training, or of those among which a line leaves the choice, where enough have answered."""
    courses = {course.pk: course for _, course in asked_courses(plan)}
    found = satisfactions(courses.values(), plan.fiscal_year)
    yield from ((course.title, found[pk]) for pk, course in courses.items() if pk in found)


def _trend(question: Question) -> Lines:
    both = (question, a_year_before(question, question.known_at))
    return trend_lines(question, [(one, completed_by_week(one)) for one in both])


def rate_of(counts: Counts) -> Rate:
    return Rate(counts.completed, counts.required)


def _versions(plan: TrainingPlan, question: Question) -> dict[str, int]:
    """A 確定版 is named only where it is of this day and everything is as it was: else the figures are 速報値."""
    rows = FrozenReport.objects.filter(requirement__plan=plan).order_by("version")
    last = {row.requirement_id: row for row in rows.defer("payload", "unfinished")}
    of_day = [row.pk for row in last.values() if row.on == question.on]
    if not of_day:
        return {}
    found = FrozenReport.objects.filter(pk__in=of_day).select_related("requirement__course")
    return {row.requirement.course.code: row.version for row in found if _is_as_it_was(row, question)}


def _is_as_it_was(report: FrozenReport, question: Question) -> bool:
    figures = department_figures(replace(question, courses=(report.requirement.course,)))
    then = {row["code"]: counts_of_row(row) for row in report.payload["rows"]}
    return then == {row.department.code: row.counts for row in figures.rows}
