"""受講の概況: how the year stands today, cut one way, beside the last year at the same day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial
from itertools import chain

from lms.duties.counting import Counts, total
from lms.lib.fiscal_year import local_date, start_of_day
from lms.lib.tables import Rate
from lms.people.roles import Role
from lms.people.visibility import Viewer
from lms.reports.annual.past import results_of_year
from lms.reports.charts.columns import Columns
from lms.reports.charts.heat import HeatMap
from lms.reports.charts.lines import Lines
from lms.reports.cuts import EVERYBODY
from lms.reports.dimensions import IN_TALLIES, TOTAL, Dimension, KeyedGroup, Part, groups, groups_of_tallies, parts_of
from lms.reports.figures import Question
from lms.reports.pictures import distributions, heat_map, rates_by_department, scores, tests_of
from lms.reports.remembering import Memory
from lms.reports.tallies import Tallies, counts_of_tallies, tallies
from lms.reports.trend import a_year_before, by_week, trend_lines


@dataclass(frozen=True)
class YearEnd:
    """過去の年度の実績 of some of the trainings asked about."""

    rate: Rate
    trainings: int


@dataclass(frozen=True)
class Overview:
    """`before`: the total of the last year at the same day, as known this morning; None where there were no duties.
    `year_end`: then how that year ended according to older papers, of as many trainings as these tell of."""

    parts: tuple[Part, ...]
    total: Part
    before: Counts | None
    year_end: YearEnd | None
    trend: Lines
    heat: HeatMap | None
    scores: tuple[Columns, ...]


def overview(question: Question, dimension: Dimension, *, at: datetime) -> Overview:
    """A handful of aggregate queries, and none while no fact has changed. The last year is asked once a day."""
    memory = Memory(at)
    year = _Year(memory, question)
    found = year.parts(dimension)
    # Rows of roles hold some people twice; those of courses add up.
    whole = found if dimension is not Dimension.ROLE else year.parts(Dimension.COURSE)
    earlier, before = _last_year(memory, question, start_of_day(local_date(at)))
    spread = _scores(memory, question) if len(question.courses) == 1 else ()
    year_end = None if before else memory.of("year end", question, partial(_year_end, question))
    trend = trend_lines(question, [(one.question, one.weeks()) for one in (year, earlier)])
    return Overview(found, _sum(whole), before, year_end, trend, heat_map(question, year.rates()), spread)


@dataclass(frozen=True)
class _Year:
    """What an overview shows of one year, each piece remembered. What is counted of its trainings is asked for once,
    and only when a piece is not known."""

    memory: Memory
    question: Question

    @cached_property
    def tallies(self) -> dict[int, Tallies]:
        return self.memory.by_training("tallies", self.question, tallies)

    def parts(self, dimension: Dimension) -> tuple[Part, ...]:
        def count() -> tuple[Part, ...]:
            return tuple(parts_of(self.question, dimension, self._groups(dimension)))

        return self.memory.of_duties(f"parts-{dimension.value}", self.question, count)

    def rates(self) -> dict[tuple[str, str], Rate]:
        def count() -> dict[tuple[str, str], Rate]:
            return rates_by_department(self.question, counts_of_tallies(self.tallies, self.question.scope.departments))

        return self.memory.of_duties("rates", self.question, count)

    def weeks(self) -> list[int]:
        def count() -> list[int]:
            return by_week(self.question, chain.from_iterable(of.days for of in self.tallies.values()))

        return self.memory.of_duties("weeks", self.question, count)

    def _groups(self, dimension: Dimension) -> Iterable[KeyedGroup]:
        if dimension in IN_TALLIES:
            return groups_of_tallies(dimension, self.tallies)
        name = f"groups-{dimension.value}"
        found = self.memory.by_training(name, self.question, partial(groups, dimension=dimension))
        return chain.from_iterable(found.values())


def overview_for(viewer: Viewer, question: Question, dimension: Dimension, *, at: datetime) -> Overview:
    """How it stands, without what this person may not see."""
    stands = overview(question, dimension, at=at)
    return stands if sees_scores(viewer, question) else replace(stands, scores=())


def sees_scores(viewer: Viewer, question: Question) -> bool:
    """Scores are for the office whose training it is and for 監査担当; a head sees who has passed."""
    return viewer.has(Role.AUDITOR) or all(viewer.owns(course.office) for course in question.courses)


def _scores(memory: Memory, question: Question) -> tuple[Columns, ...]:
    """Which pages are published leaves no entry in the ledger: the tests are part of the name."""
    tests = tests_of(question)
    name = f"scores {[test.quiz_id for test in tests]}"
    return distributions(question, tests, memory.of(name, question, partial(scores, question, tests)))


def _last_year(memory: Memory, question: Question, morning: datetime) -> tuple[_Year, Counts | None]:
    """As known this morning; where nothing was known then, as known now: it may have been brought in today."""
    earlier = a_year_before(question, morning)
    for one in (earlier, replace(earlier, known_at=question.known_at)):
        year = _Year(memory, one)
        counts = total(part.counts for part in year.parts(Dimension.COURSE))
        if counts.required:
            return year, counts
    return _Year(memory, earlier), None


def _year_end(question: Question) -> YearEnd | None:
    """Older papers tell of the whole city and of everybody in it, so of nothing narrower."""
    if not question.scope.everywhere or question.cut != EVERYBODY:
        return None
    found = results_of_year(question.courses, question.fiscal_year - 1, question.known_at)
    rate = Rate(sum(row.completed for row in found), sum(row.required for row in found))
    return YearEnd(rate, len(found)) if found else None


def _sum(found: tuple[Part, ...]) -> Part:
    return Part(TOTAL, total(part.counts for part in found), sum(part.due_soon for part in found))
