"""修了の推移: duties done week by week since the first of April, this year beside the last."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import accumulate

from django.db.models import CharField, Count, QuerySet
from django.db.models.functions import Cast, Substr

from lms.duties.status import Tally
from lms.lib.fiscal_year import era_date, first_day, fiscal_year_name, local_date
from lms.people.models import Posting
from lms.reports.charts.lines import Lines, Series
from lms.reports.figures import Question

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


def completed_by_week(question: Question) -> list[int]:
    """How many of the duties were done at the end of each week; the last number is that of 修了者. One query.

    Who may count an earlier completion was done when the year began.
    """
    since = first_day(question.fiscal_year)
    by_week: Counter[int] = Counter()
    for day, number in _by_day(question):
        by_week[max((day - since).days, 0) // _WEEK] += number
    weeks = len(week_ends(question.fiscal_year, question.on))
    return list(accumulate(by_week[week] for week in range(weeks)))


def _by_day(question: Question) -> Iterator[tuple[date, int]]:
    """The duties that the headline counts as done, by the day that decided each.

    Cut to hours of UTC, as text, which both databases do alike; SQLite would ask Python for each row's day.
    """
    hour = Substr(Cast("completed_at", CharField()), 1, len("2026-04-01 09"))
    done = question.duties().filter(tally=Tally.COMPLETED).order_by().annotate(hour=hour).values_list("hour")
    for text, number in done.annotate(number=Count("pk")):
        yield local_date(datetime.strptime(f"{text}+0000", "%Y-%m-%d %H%z")), number


def seated(question: Question) -> QuerySet[Posting]:
    """The main postings of the day that the question covers."""
    main = Posting.objects.on(question.on, question.known_at).filter(kind=Posting.Kind.MAIN)
    if not question.scope.everywhere:
        main = main.filter(department__in=[*question.scope.departments.nodes])
    return question.cut.of_postings(main, question.on, question.known_at)
