"""What the pictures of 受講の概況 show, worked out once more: the weeks, departments x trainings, scores."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from tests.recomputing.counting import Cells, counted, units
from tests.recomputing.cutting import View, asked, is_meant, places, roles_held
from tests.recomputing.rows import Row, Rows
from tests.recomputing.standing import Standing, end_of, main_posts

CLASSES = {**{f"{low}～": low for low in range(0, 100, 10)}, "100": 100}
_STEPLEN = 4
_FEWEST = 5


# ---- weeks ----------------------------------------------------------------------------------------------------------


def weeks(view: View, this: Iterable[Standing], last: Iterable[Standing]) -> list[Cells]:
    """Of this year and the last: how many of what is done by the day were done at the end of each week."""
    first, on = date(view.question.year, 4, 1), view.question.on
    ends = [min(first + timedelta(days=days), on) for days in range(6, (on - first).days + 7, 7)]
    return [[_in_words(end), _done_by(this, end), _done_by(last, end.replace(year=end.year - 1))] for end in ends]


def _done_by(found: Iterable[Standing], end: date) -> str:
    return str(sum(one.state == "completed" and one.decided <= end for one in found))


def _in_words(day: date) -> str:
    return f"令和{day.year - 2018}年{day.month}月{day.day}日"


# ---- departments x trainings ----------------------------------------------------------------------------------------


def heat(rows: Rows, view: View) -> list[Cells]:
    """Nothing where there are not two of either."""
    here, found = places(rows, view), asked(rows, view)
    unit = units(here)
    seats = {unit[one.post.department_id] for one in found}
    courses = sorted((row for row in rows.courses if row.id in view.question.courses), key=lambda row: row.code)
    if len(courses) < 2 or len(seats) < 2:
        return []
    return [[here[seat].name, *(_rate(found, unit, seat, course) for course in courses)] for seat in seats]


def _rate(found: Iterable[Standing], unit: dict[int, int], seat: int, course: Row) -> str:
    return counted(
        one for one in found if unit[one.post.department_id] == seat and one.line.course_id == course.id
    ).rate  # fmt: skip


# ---- scores ---------------------------------------------------------------------------------------------------------


def scores(rows: Rows, view: View) -> dict[str, list[Cells]]:
    """By the title of the picture, for a question about one training; of fewer than five people none."""
    if len(view.question.courses) != 1:
        return {}
    drawn = {}
    for test in tests_of(rows, view.question.year, view.question.courses):
        best = Counter(score // 10 * 10 for score in _best(rows, view, test.quiz_id).values())
        if not view.is_whole:
            best = Counter({low: number for low, number in best.items() if number >= _FEWEST})
        if best.total() >= _FEWEST:
            some = "" if view.is_whole else "（5人未満の区分を除く）"
            drawn[f"{test.title}{some}の得点（各人の最高点）"] = [
                [name, str(best[low])] for name, low in CLASSES.items()
            ]
    return drawn


def tests_of(rows: Rows, year: int, courses: Iterable[int]) -> list[Row]:
    """The pages of the tests below the pages of these courses, and of those among which their lines leave a choice."""
    plans = {row.id for row in rows.plans if row.fiscal_year == year}
    lines = {row.id for row in rows.lines if row.course_id in courses and row.plan_id in plans}
    wanted = {*courses, *(row.course_id for row in rows.choices if row.requirement_id in lines)}
    above = {row.path for row in rows.course_pages if row.live and row.course_id in wanted}
    return [row for row in rows.quiz_pages if row.live and row.path[:-_STEPLEN] in above]


def handed_in(rows: Rows, year: int, on: date, quiz: int) -> list[Row]:
    """The attempts of the year until a day."""
    since = end_of(date(year, 3, 31))
    return [row for row in rows.attempts if row.quiz_id == quiz and since <= (row.submitted_at or _NEVER) < end_of(on)]


_NEVER = datetime.max.replace(tzinfo=UTC)


def _best(rows: Rows, view: View, quiz: int) -> dict[int, int]:
    question = view.question
    held, within = roles_held(rows, question.on, question.at), places(rows, view)
    posts = main_posts(rows, question.on, question.at).values()
    people = {post.employee_id for post in posts if is_meant(view, post, held, within)}
    best: dict[int, int] = {}
    for row in handed_in(rows, question.year, question.on, quiz):
        if row.employee_id in people:
            best[row.employee_id] = max(row.score, best.get(row.employee_id, 0))
    return best
