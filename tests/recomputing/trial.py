"""Made-up cities of which the product is asked for figures, which are then worked out from the raw rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from random import Random

from django.core.cache import caches
from django.test import Client

from lms.duties.models import TrainingPlan
from lms.people.models import Employee
from tests import factories
from tests.properties.cities import FIRST, MadeUpCity, city, noon
from tests.recomputing import happenings
from tests.recomputing.asking import auditor
from tests.recomputing.comparing import Found, compare_command, compare_report
from tests.recomputing.comparing_annual import compare_annual, compare_public
from tests.recomputing.comparing_overview import compare_overview, compare_rows
from tests.recomputing.cutting import NAMES
from tests.recomputing.questions import any_day, any_question, any_view, one_training, whole_city, whole_views
from tests.recomputing.rows import Rows, raw_rows


@contextmanager
def city_of(seed: int) -> Iterator[MadeUpCity]:
    """With a year behind it and most of one lived through; gone afterwards, and forgotten."""
    with city(Random(seed)) as made:
        factories.city()
        others = happenings.crowd(made)
        happenings.sort_by_measure(made)
        happenings.give_tests(made)
        _last_year(made, [*made.people, *others])
        made.live(12)
        happenings.live(made, others)
        yield made
    caches["local"].clear()


def _last_year(made: MadeUpCity, people: list[Employee]) -> None:
    """A plan that is closed; what it asked of most, and who completed it, some of it entered late."""
    course, rng = made.requirements[0].course, made.rng
    factories.plan(FIRST.year - 1, course.office, state=TrainingPlan.State.CLOSED)
    asked = factories.requirement(course, FIRST.year - 1)
    for person in people:
        if rng.random() < 0.8:
            factories.duty(person, asked)
        if rng.random() < 0.6:
            done = noon(FIRST - timedelta(days=rng.randint(1, 300)))
            entered = min(done + timedelta(days=rng.choice([0, 40])), noon(FIRST))
            factories.completion(person, course, done, recorded_at=entered)


def recounted(made: MadeUpCity, client: Client, rows: Rows) -> Found:
    """The product asked of today and of other days, beside what these rows say; each time the same questions."""
    made.rng = Random(made.day.toordinal())
    found, whole = Found(), whole_city(made, rows)
    for asked in (whole, any_question(made, rows)):
        compare_report(found, client, rows, asked)
    for asked in (whole, replace(any_question(made, rows), known_on=any_day(made, FIRST.year))):
        compare_command(found, rows, asked)
    _compare_overviews(found, client, made, rows)
    for plan in rows.plans:
        on = made.day if plan.fiscal_year == FIRST.year else any_day(made, plan.fiscal_year)
        compare_annual(found, client, rows, plan, on)
        compare_public(found, client, rows, plan, on)
    return found


def _compare_overviews(found: Found, client: Client, made: MadeUpCity, rows: Rows) -> None:
    morning = noon(made.day) - timedelta(hours=12)
    *others, one = made.rng.sample(whole_views(made, rows), len(NAMES))
    for view in others:
        compare_rows(found, client, rows, view)
    for view in (one, one_training(made, rows), any_view(made, rows)):
        compare_overview(found, client, rows, view, morning)


@contextmanager
def asked(made: MadeUpCity) -> Iterator[Client]:
    """An hour after the last thing happened."""
    with auditor(noon(made.day) + timedelta(hours=1)) as client:
        yield client


def tried(cities: int, seed: int) -> Found:
    """So many cities, from a seed on."""
    found = Found()
    for one in range(seed, seed + cities):
        with city_of(one) as made, asked(made) as client:
            found.add(recounted(made, client, raw_rows()), f"city {one}")
    return found
