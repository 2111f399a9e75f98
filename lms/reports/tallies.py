"""The duties of a year counted training by training: all that an overview shows of departments, trainings and days."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, CharField, QuerySet, When
from django.db.models.functions import Cast, Substr

from lms.duties.counting import Counts, counts_of_groups
from lms.duties.models import Duty
from lms.duties.status import TALLY, Tally
from lms.lib.counted import counted
from lms.lib.fiscal_year import local_date
from lms.people.organisation import Organisation
from lms.reports.figures import Question
from lms.reports.groups import ends_soon

_COURSE = "requirement__course_id"
_STANDING = ("tally", "ends_soon")


@dataclass(frozen=True)
class Tallies:
    """Of one training. `places`: department id, tally, whether the last day is near or past, and number of duties;
    `days`: a day, and how many of the duties that the headline counts as done were decided on it."""

    places: tuple[tuple[int, int, bool, int], ...] = ()
    days: tuple[tuple[date, int], ...] = ()


def counts_of_tallies(found: Mapping[int, Tallies], organisation: Organisation) -> dict[tuple[int, int], Counts]:
    """By (course id, reporting department id)."""
    rows = ((course, *row) for course, of in found.items() for row in of.places)
    return counts_of_groups(((course, place, tally, number) for course, place, tally, _, number in rows), organisation)


def tallies(question: Question) -> dict[int, Tallies]:
    """By course id. One statement."""
    return tallies_beside(question)[0]


def tallies_beside(question: Question, *columns: str) -> tuple[dict[int, Tallies], list[list[tuple[Any, ...]]]]:
    """The same, and for each of these columns of a duty the groups of all trainings together: its value, tally,
    whether the last day is near or past, and number of duties. One statement."""
    found = counted(
        with_ends_soon(question).annotate(hour=_hour()),
        (_COURSE, "department_id", *_STANDING), (_COURSE, "tally", "hour"),
        *((column, *_STANDING) for column in columns),
    )  # fmt: skip
    return _by_training(question, *found[:2]), found[2:]


def _by_training(
    question: Question, by_place: Iterable[tuple[Any, ...]], by_hour: Iterable[tuple[Any, ...]]
) -> dict[int, Tallies]:
    places, days = defaultdict(list), defaultdict(list)
    for course, department, tally, near, number in by_place:
        places[course].append((department, tally, bool(near), number))
    for course, tally, hour, number in by_hour:
        if tally == Tally.COMPLETED:
            days[course].append((_day(hour), number))
    return {course.pk: Tallies(tuple(places[course.pk]), tuple(days[course.pk])) for course in question.courses}


def with_ends_soon(question: Question) -> QuerySet[Duty]:
    """The duties of a question, each with its tally and whether its last day comes within days or is past.

    Which of those is 期限まで14日以内 its tally says: a database would work that out a second time.
    """
    soon = Case(When(ends_soon(question.on, question.known_at), then=True), default=False)
    return question.duties().annotate(ends_soon=soon, **TALLY)


def _hour() -> Substr:
    """Of UTC, as text, which both databases cut alike; SQLite would ask Python for each row's day."""
    return Substr(Cast("completed_at", CharField()), 1, len("2026-04-01 09"))


def _day(hour: str) -> date:
    return local_date(datetime.strptime(f"{hour}+0000", "%Y-%m-%d %H%z"))
