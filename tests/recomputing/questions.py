"""What the product is asked of a made-up city."""

from dataclasses import replace
from datetime import date, timedelta

from tests.properties.cities import FIRST, MadeUpCity
from tests.recomputing.counting import Question, versions
from tests.recomputing.cutting import COLUMNS, EMPTY, NAMES, View, measure_of
from tests.recomputing.rows import Rows
from tests.recomputing.standing import main_posts

_YEARS = (FIRST.year - 1, FIRST.year)
_ROLES = ("head", "deputy", "clerk", "dx-leader", "none")


def whole_city(made: MadeUpCity, rows: Rows) -> Question:
    """Today, all that the year asks."""
    return Question(FIRST.year, made.day, _courses(rows, FIRST.year))


def any_question(made: MadeUpCity, rows: Rows) -> Question:
    """Of any day of either year; often narrowed to a course or a department, often as known then."""
    rng, year = made.rng, made.rng.choice(_YEARS)
    on, courses = any_day(made, year), _courses(rows, year)
    asked = Question(
        year, on, rng.choice([courses, *({course} for course in sorted(courses))]), known_on=rng.choice([None, on])
    )
    return replace(asked, department=rng.choice([None, *sorted(versions(rows, on, asked.at))]))


def any_day(made: MadeUpCity, year: int) -> date:
    first = date(year, 4, 1)
    last = min(made.day, date(year + 1, 3, 31))
    return first + timedelta(days=made.rng.randint(0, (last - first).days))


def _courses(rows: Rows, year: int) -> frozenset[int]:
    plans = {plan.id for plan in rows.plans if plan.fiscal_year == year}
    return frozenset(line.course_id for line in rows.lines if line.plan_id in plans)


# ---- 受講の概況 -----------------------------------------------------------------------------------------------------


def whole_views(made: MadeUpCity, rows: Rows) -> list[View]:
    """Today in every cut."""
    return [View(whole_city(made, rows), by) for by in NAMES]


def one_training(made: MadeUpCity, rows: Rows) -> View:
    """One of the year's, of everybody."""
    asked = whole_city(made, rows)
    return View(replace(asked, courses=frozenset({made.rng.choice(sorted(asked.courses))})), made.rng.choice([*NAMES]))


def any_view(made: MadeUpCity, rows: Rows) -> View:
    """Any question, narrowed by what stands in the lists of 詳しい条件."""
    rng, asked = made.rng, any_question(made, rows)
    posts = main_posts(rows, asked.on, asked.at).values()
    offered = {name: sorted({getattr(post, column) or EMPTY for post in posts}) for name, column in COLUMNS.items()}
    narrowed = {name: rng.choice(["", "", *values]) for name, values in offered.items()}
    measure = rng.choice(["", *_measures(rows, asked)])
    within = {row.id for row in rows.courses if measure in ("", row.measure, measure_of(row))}
    return View(
        replace(asked, courses=asked.courses & within), rng.choice([*NAMES]), measure=measure,
        role=rng.choice(["", "", *_ROLES]), **narrowed,
    )  # fmt: skip


def _measures(rows: Rows, asked: Question) -> list[str]:
    """施策 and 取組 of the trainings asked about."""
    own = [row for row in rows.courses if row.id in asked.courses and row.measure]
    return sorted({key for row in own for key in (row.measure, measure_of(row))})
