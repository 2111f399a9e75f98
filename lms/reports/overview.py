"""受講の概況: how the year stands today, cut one way, beside the last year at the same day."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial

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
from lms.reports.dimensions import CROSSED, TOTAL, Crossed, Dimension, Part, crossed, parts
from lms.reports.figures import Question
from lms.reports.pictures import distributions, heat_map, rates_by_department, scores, tests_of
from lms.reports.remembering import Memory
from lms.reports.trend import a_year_before, completed_by_week, trend_lines


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
    memory, cross = Memory(at), cache(partial(crossed, question))
    found = _parts(memory, question, dimension, cross)
    # Rows of roles do not add up; those of courses do.
    whole = found if dimension is not Dimension.ROLE else _parts(memory, question, Dimension.COURSE, cross)
    earlier, before = _last_year(memory, question, start_of_day(local_date(at)))
    rates = memory.of("rates", question, lambda: rates_by_department(question, cross().counts()))
    spread = _scores(memory, question) if len(question.courses) == 1 else ()
    year_end = None if before else memory.of("year end", question, partial(_year_end, question))
    heat, trend = heat_map(question, rates), _trend(memory, question, earlier)
    return Overview(found, _sum(whole), before, year_end, trend, heat, spread)


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


def _last_year(memory: Memory, question: Question, morning: datetime) -> tuple[Question, Counts | None]:
    """As known this morning; where nothing was known then, as known now: it may have been brought in today."""
    earlier = a_year_before(question, morning)
    for one in (earlier, replace(earlier, known_at=question.known_at)):
        counts = total(part.counts for part in _parts(memory, one, Dimension.COURSE, cache(partial(crossed, one))))
        if counts.required:
            return one, counts
    return earlier, None


def _year_end(question: Question) -> YearEnd | None:
    """Older papers tell of the whole city and of everybody in it, so of nothing narrower."""
    if not question.scope.everywhere or question.cut != EVERYBODY:
        return None
    found = results_of_year(question.courses, question.fiscal_year - 1, question.known_at)
    rate = Rate(sum(row.completed for row in found), sum(row.required for row in found))
    return YearEnd(rate, len(found)) if found else None


def _parts(memory: Memory, question: Question, dimension: Dimension, cross: Callable[[], Crossed]) -> tuple[Part, ...]:
    def count() -> tuple[Part, ...]:
        return tuple(cross().parts(dimension) if dimension in CROSSED else parts(question, dimension))

    return memory.of(f"parts-{dimension.value}", question, count)


def _sum(found: tuple[Part, ...]) -> Part:
    return Part(TOTAL, total(part.counts for part in found), sum(part.due_soon for part in found))


def _trend(memory: Memory, question: Question, earlier: Question) -> Lines:
    both = (question, earlier)
    return trend_lines(question, [(one, memory.of("trend", one, partial(completed_by_week, one))) for one in both])
