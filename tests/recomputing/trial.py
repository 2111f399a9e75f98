"""Made-up cities of which the product is asked for figures, which are then worked out from the raw rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from random import Random

from django.core.cache import caches

from lms.duties.models import TrainingPlan
from tests import factories
from tests.properties.cities import FIRST, MadeUpCity, city, noon
from tests.recomputing.asking import auditor
from tests.recomputing.comparing import Found, compare_annual, compare_command, compare_report
from tests.recomputing.counting import Question, answer, versions
from tests.recomputing.rows import Rows, raw_rows

_YEARS = (FIRST.year - 1, FIRST.year)


@contextmanager
def city_of(seed: int) -> Iterator[MadeUpCity]:
    """With a year behind it and most of one lived through; gone afterwards, and forgotten."""
    with city(Random(seed)) as made:
        factories.city()
        _last_year(made)
        made.live(12)
        yield made
    caches["local"].clear()


def _last_year(made: MadeUpCity) -> None:
    """A plan that is closed; what it asked of most, and who completed it, some of it entered late."""
    course, rng = made.requirements[0].course, made.rng
    factories.plan(FIRST.year - 1, course.office, state=TrainingPlan.State.CLOSED)
    asked = factories.requirement(course, FIRST.year - 1)
    for person in made.people:
        if rng.random() < 0.8:
            factories.duty(person, asked)
        if rng.random() < 0.6:
            done = noon(FIRST - timedelta(days=rng.randint(1, 300)))
            late = timedelta(days=rng.choice([0, 40]))
            factories.completion(person, course, done, recorded_at=done + late)


def recounted(made: MadeUpCity, rows: Rows) -> Found:
    """The product asked of today and of other days, beside what these rows say."""
    found, whole = Found(), whole_city(made, rows)
    with auditor(noon(made.day) + timedelta(hours=1)) as client:
        for asked in (whole, _any_question(made, rows)):
            compare_report(found, client, rows, asked)
        for asked in (whole, replace(_any_question(made, rows), known_on=_any_day(made, FIRST.year))):
            compare_command(found, rows, asked)
        for plan in rows.plans:
            on = made.day if plan.fiscal_year == FIRST.year else _any_day(made, plan.fiscal_year)
            compare_annual(found, client, rows, plan, on)
    return found


def whole_city(made: MadeUpCity, rows: Rows) -> Question:
    """Today, all that the year asks."""
    return Question(FIRST.year, made.day, _courses(rows, FIRST.year))


def _any_question(made: MadeUpCity, rows: Rows) -> Question:
    """Of any day of either year; often narrowed to a course or a department, often as known then."""
    rng, year = made.rng, made.rng.choice(_YEARS)
    on, courses = _any_day(made, year), _courses(rows, year)
    asked = Question(
        year, on, rng.choice([courses, *({course} for course in sorted(courses))]), known_on=rng.choice([None, on])
    )
    return replace(asked, department=rng.choice([None, *sorted(versions(rows, on, asked.at))]))


def _any_day(made: MadeUpCity, year: int) -> date:
    first = date(year, 4, 1)
    last = min(made.day, date(year + 1, 3, 31))
    return first + timedelta(days=made.rng.randint(0, (last - first).days))


def _courses(rows: Rows, year: int) -> frozenset[int]:
    plans = {plan.id for plan in rows.plans if plan.fiscal_year == year}
    return frozenset(line.course_id for line in rows.lines if line.plan_id in plans)


def tried(cities: int, seed: int) -> Found:
    """So many cities, from a seed on."""
    found = Found()
    for one in range(seed, seed + cities):
        with city_of(one) as made:
            found.add(recounted(made, raw_rows()), f"city {one}")
    return found


def spoilt(seed: int) -> Found:
    """The negative control: of the first city where some do, a completion that counts is withheld from the rows."""
    for one in count(seed):
        with city_of(one) as made:
            rows = raw_rows()
            wrong = next(_with_fewer(rows, whole_city(made, rows)), None)
            if wrong is not None:
                return recounted(made, wrong)


def _with_fewer(rows: Rows, asked: Question) -> Iterator[Rows]:
    """The rows without one completion, for each that counts in the answer."""
    right = answer(rows, asked).total
    for done in rows.completions:
        fewer = replace(rows, completions=[one for one in rows.completions if one is not done])
        if answer(fewer, asked).total != right:
            yield fewer
