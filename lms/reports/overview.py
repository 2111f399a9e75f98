"""受講の概況: how the year stands today, cut one way, beside the last year at the same day."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial

from lms.duties.counting import Counts, total
from lms.lib.fiscal_year import era_date, fiscal_year_name, local_date, start_of_day
from lms.reports.charts.columns import Columns
from lms.reports.charts.heat import HeatMap
from lms.reports.charts.lines import Lines, Series
from lms.reports.dimensions import CROSSED, TOTAL, Crossed, Dimension, Part, crossed, parts
from lms.reports.figures import Question
from lms.reports.pictures import distributions, heat_map, rates_by_department, scores, tests_of
from lms.reports.remembering import Memory
from lms.reports.trend import a_year_before, completed_by_week, week_ends


@dataclass(frozen=True)
class Overview:
    """`before`: the total of the last year at the same day, as known this morning; None where there were no duties."""

    parts: tuple[Part, ...]
    total: Part
    before: Counts | None
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
    heat, trend = heat_map(question, rates), _trend(memory, question, earlier)
    return Overview(found, _sum(whole), before, trend, heat, spread)


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


def _parts(memory: Memory, question: Question, dimension: Dimension, cross: Callable[[], Crossed]) -> tuple[Part, ...]:
    def count() -> tuple[Part, ...]:
        return tuple(cross().parts(dimension) if dimension in CROSSED else parts(question, dimension))

    return memory.of(f"parts-{dimension.value}", question, count)


def _sum(found: tuple[Part, ...]) -> Part:
    return Part(TOTAL, total(part.counts for part in found), sum(part.due_soon for part in found))


def _trend(memory: Memory, question: Question, earlier: Question) -> Lines:
    ends = week_ends(question.fiscal_year, question.on)
    series = [
        Series(fiscal_year_name(one.fiscal_year), memory.of("trend", one, partial(completed_by_week, one)))
        for one in (question, earlier)
    ]
    return Lines("4月からの修了の累計", "件", "週の末日", [era_date(day) for day in ends], _months(ends), series)


def _months(ends: list[date]) -> list[tuple[int, str]]:
    """Under the first week that ends in each month."""
    firsts = {day.month: place for place, day in reversed(list(enumerate(ends)))}
    return sorted((place, f"{month}月") for month, place in firsts.items())
