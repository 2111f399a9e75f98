"""Everything that the report counts; asked once, whatever form it takes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain

from django.db.models import Exists, OuterRef, QuerySet

from courses.models import Course
from lms.duties.counting import Counts, total
from lms.duties.models import Requirement, TrainingPlan
from lms.lib.fiscal_year import fiscal_year_name, last_day
from lms.lib.tables import Rate
from lms.people.models import Posting
from lms.people.organisation import Organisation, organisation
from lms.reports.annual.departments import MOST_ROWS, units_above
from lms.reports.annual.exercises import Drill, Exercise, drills, exercises
from lms.reports.annual.past import past_rates, past_results, years_of
from lms.reports.annual.quiz_figures import ItemRate, QuizFigures, courses_asked, item_rates, quiz_figures, tests_of
from lms.reports.chain.freezing import counts_of_row
from lms.reports.charts.lines import Lines
from lms.reports.dimensions import IN_TALLIES, Dimension, Part, column_of, groups_of_tallies, parts, parts_of
from lms.reports.figures import Question, nodes_of
from lms.reports.models import FrozenReport
from lms.reports.reach import everything
from lms.reports.surveys import Graded, satisfactions
from lms.reports.tallies import Tallies, counts_of_tallies, tallies_beside
from lms.reports.trend import a_year_before, by_week, completed_by_week, trend_lines


@dataclass(frozen=True)
class Figures:
    """`lines`: each training with its counts and the rate of the year before. `versions`: by course code, which 確定版
    has these very figures. `units`: 所属 as they stand on paper."""

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
    units: tuple[Part, ...]

    @property
    def total(self) -> Counts:
        return total(counts for _, counts, _ in self.lines)


# Beside trainings and departments.
_CUT = (Dimension.AUTHORITY, Dimension.GRADE, Dimension.EMPLOYMENT)


def figures_of(plan: TrainingPlan, on: date, known_at: datetime | None = None) -> Figures:
    """Some twenty queries and four for each 標的型メール訓練, however many trainings, people and departments there are.
    With `known_at`, whoever has completed what is counted as the books stood at that moment."""
    asked_lines = [*plan.requirements.select_related("course").prefetch_related("choices__course")]
    courses = tuple(line.course for line in asked_lines)
    question = Question(plan.fiscal_year, on, courses, everything(organisation(on, known_at)), known_at)
    found, groups = tallies_beside(question, *map(column_of, _CUT))
    by = {of: tuple(parts_of(question, of, groups_of_tallies(of, found))) for of in IN_TALLIES}
    by |= {of: tuple(parts_of(question, of, group)) for of, group in zip(_CUT, groups, strict=True)}
    by_course = {part.slice.order: part.counts for part in by[Dimension.COURSE]}
    years = _years(plan, question, {code: rate_of(counts) for code, counts in by_course.items()})
    before = years[-2][1]
    lines = tuple(
        (line, by_course.get(line.course.code, Counts()), before.get(line.course.code)) for line in asked_lines
    )
    asked = courses_asked(asked_lines)
    tests = tests_of(asked)
    return Figures(
        on=on, seated=Posting.objects.on(on).filter(kind=Posting.Kind.MAIN).count(),
        lines=lines, by=by, years=years,
        tests=tuple(quiz_figures(tests, question)), items=tuple(item_rates(tests, question)),
        satisfaction=tuple(_satisfaction([course for _, course in asked], plan.fiscal_year)),
        trend=_trend(question, found), exercises=tuple(exercises(plan, on)), drills=tuple(drills(plan, on)),
        versions=_versions(plan, question, found),
        units=tuple(units_above(question.scope.departments, by[Dimension.DEPARTMENT], MOST_ROWS)),
    )  # fmt: skip


def _years(plan: TrainingPlan, question: Question, now: dict[str, Rate]) -> tuple[tuple[str, dict[str, Rate]], ...]:
    """The rates of each year by course code, the plan's own the last; an earlier one at its end."""
    entered, (*earlier, this_year) = past_results(plan), years_of(plan)
    then = ((year, past_rates(entered, year) | _rates(question, year)) for year in earlier)
    return tuple((fiscal_year_name(year), rates) for year, rates in (*then, (this_year, now)))


def _rates(question: Question, year: int) -> dict[str, Rate]:
    """By course code. The whole city is asked, so where the departments stood in that year is of no matter."""
    of_year = replace(question, fiscal_year=year, on=last_day(year))
    return {part.slice.order: rate_of(part.counts) for part in parts(of_year, Dimension.COURSE)}


def _satisfaction(courses: Iterable[Course], fiscal_year: int) -> Iterator[tuple[str, Graded]]:
    """満足度 of each training, or of those among which a line leaves the choice, where enough have answered."""
    each = {course.pk: course for course in courses}
    found = satisfactions(each.values(), fiscal_year)
    yield from ((course.title, found[pk]) for pk, course in each.items() if pk in found)


def _trend(question: Question, found: Mapping[int, Tallies]) -> Lines:
    earlier = a_year_before(question, question.known_at)
    weeks = by_week(question, chain.from_iterable(of.days for of in found.values()))
    return trend_lines(question, [(question, weeks), (earlier, completed_by_week(earlier))])


def rate_of(counts: Counts) -> Rate:
    return Rate(counts.completed, counts.required)


def _versions(plan: TrainingPlan, question: Question, found: Mapping[int, Tallies]) -> dict[str, int]:
    """A 確定版 is named only where it is of this day and everything is as it was: else the figures are 速報値."""
    of_day = [report for report in _last_reports(plan) if report.on == question.on]
    if not of_day:
        return {}
    now = _by_course(question.scope.departments, found)
    return {
        report.requirement.course.code: report.version
        for report in of_day
        if {row["code"]: counts_of_row(row) for row in report.payload["rows"]} == now[report.requirement.course_id]
    }


def _last_reports(plan: TrainingPlan) -> QuerySet[FrozenReport]:
    """Of each training. One query."""
    newer = FrozenReport.objects.filter(requirement=OuterRef("requirement"), version__gt=OuterRef("version"))
    found = FrozenReport.objects.filter(~Exists(newer), requirement__plan=plan).defer("unfinished")
    return found.select_related("requirement__course")


def _by_course(departments: Organisation, found: Mapping[int, Tallies]) -> dict[int, dict[str, Counts]]:
    """By course id and department code, as a 確定版 has them."""
    counts = counts_of_tallies(found, departments)
    nodes = nodes_of(departments, {department for _, department in counts})
    by_code: defaultdict[int, dict[str, Counts]] = defaultdict(dict)
    for (course, department), of_both in counts.items():
        by_code[course][nodes[department].code] = of_both
    return by_code
