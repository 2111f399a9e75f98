"""修了の推移: duties done week by week since the first of April, this year beside the last."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import accumulate, chain

from django.db.models import QuerySet

from lms.lib.fiscal_year import era_date, first_day, fiscal_year_name
from lms.people.models import Posting
from lms.reports.charts.lines import Lines, Series
from lms.reports.figures import Question
from lms.reports.tallies import tallies

_WEEK = 7


def a_year_before(question: Question, known_at: datetime | None) -> Question:
    """The same of the last fiscal year at the same day; as known at a moment, it can be remembered."""
    leap_day = (question.on.month, question.on.day) == (2, 29)
    last = question.on.replace(year=question.on.year - 1, day=28 if leap_day else question.on.day)
    return replace(question, fiscal_year=question.fiscal_year - 1, on=last, known_at=question.known_at or known_at)


def week_ends(fiscal_year: int, on: date) -> list[date]:
    """The last days of the weeks since 1 April; the last week ends on the day itself."""
    first = first_day(fiscal_year)
    weeks = (on - first).days // _WEEK + 1
    return [min(first + timedelta(days=_WEEK * number + _WEEK - 1), on) for number in range(weeks)]


def trend_lines(question: Question, found: Iterable[tuple[Question, Sequence[int]]]) -> Lines:
    """The picture of the weeks so far: this year's numbers, then those of the year before."""
    ends = week_ends(question.fiscal_year, question.on)
    series = [Series(fiscal_year_name(one.fiscal_year), numbers) for one, numbers in found]
    return Lines("4月からの修了の累計", "件", "週の末日", [era_date(day) for day in ends], _months(ends), series)


def _months(ends: list[date]) -> list[tuple[int, str]]:
    """Under the first week that ends in each month."""
    firsts = {day.month: place for place, day in reversed(list(enumerate(ends)))}
    return sorted((place, f"{month}月") for month, place in firsts.items())


def by_week(question: Question, days: Iterable[tuple[date, int]]) -> list[int]:
    """How many of the duties were done at the end of each week, from how many were done on which day; the last number
    is that of 修了者. Who may count an earlier completion was done when the year began. Pure."""
    since = first_day(question.fiscal_year)
    weeks: Counter[int] = Counter()
    for day, number in days:
        weeks[max((day - since).days, 0) // _WEEK] += number
    return list(accumulate(weeks[week] for week in range(len(week_ends(question.fiscal_year, question.on)))))


def completed_by_week(question: Question) -> list[int]:
    """One statement."""
    return by_week(question, chain.from_iterable(of.days for of in tallies(question).values()))


def seated(question: Question) -> QuerySet[Posting]:
    """The main postings of the day that the question covers."""
    main = Posting.objects.on(question.on, question.known_at).filter(kind=Posting.Kind.MAIN)
    if not question.scope.everywhere:
        main = main.filter(department__in=[*question.scope.departments.nodes])
    return question.cut.of_postings(main, question.on, question.known_at)
