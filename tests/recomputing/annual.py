"""The tables of 研修実施状況報告書, worked out once more."""

from datetime import date
from decimal import Decimal

from tests.recomputing.counting import Cells, Counted, Question, answer, by, counted
from tests.recomputing.rows import Row, Rows
from tests.recomputing.standing import NOW, Standing, main_posts, standings

NO_FIGURE = "－"
SHEETS = ("研修別の実施結果", "任命権者", "区分", "別紙１　所属別一覧")
Tables = dict[str, list[Cells]]


def annual_tables(rows: Rows, plan: Row, on: date) -> Tables:
    """By title; live figures of a day of the plan's year, as known now."""
    lines = plan_lines(rows, plan)
    courses = frozenset(line.course_id for line in lines)
    found = [one for one in standings(rows, plan.fiscal_year, on) if one.line.course_id in courses]
    return dict(zip(SHEETS, (
        [_training(rows, plan, line, found, on) for line in lines],
        _cut(found, "appointing_authority"),
        [*_cut(found, "grade"), *_cut(found, "employment_type")],
        _departments(rows, Question(plan.fiscal_year, on, courses)),
    ), strict=True))  # fmt: skip


def remaining(rows: Rows, plan: Row, on: date) -> str:
    """Who is left, as a sentence says it."""
    lines = {row.course_id for row in rows.lines if row.plan_id == plan.id}
    whole = counted(one for one in standings(rows, plan.fiscal_year, on) if one.line.course_id in lines)
    return f"未修了　延べ{whole.required - whole.completed}人（うち期限超過　{whole.overdue}人）"


def seated(rows: Rows, on: date) -> str:
    """Who sits at the city hall, as a sentence says it."""
    return f"在籍者　{len(main_posts(rows, on, NOW))}人。"


def plan_lines(rows: Rows, plan: Row) -> list[Row]:
    return sorted((row for row in rows.lines if row.plan_id == plan.id), key=lambda row: row.id)


def of_line(found: list[Standing], line: Row) -> Counted:
    return counted(one for one in found if one.line.course_id == line.course_id)


def title_of(rows: Rows, line: Row) -> str:
    return next(row.title for row in rows.courses if row.id == line.course_id)


def _training(rows: Rows, plan: Row, line: Row, found: list[Standing], on: date) -> Cells:
    c, asked = of_line(found, line), sum(one.line.course_id == line.course_id for one in found)
    outside = len(main_posts(rows, on, NOW)) - asked
    earlier = [at_the_end(rows, plan.fiscal_year - back, line) for back in (2, 1)]
    counts = map(str, (outside, c.deferred, c.exempt, c.required, c.completed))
    return [title_of(rows, line), *counts, c.rate, *map(percent, earlier), change(c, earlier[-1])]


def at_the_end(rows: Rows, year: int, line: Row) -> Counted:
    """How the course of a line stood when an earlier year was over; where nobody was asked, as older papers say."""
    found = standings(rows, year, date(year + 1, 3, 31))
    if any(one.line.course_id == line.course_id for one in found):
        return of_line(found, line)
    entered = [row for row in rows.past if row.fiscal_year == year and row.course_id == line.course_id]
    last = max(entered, key=lambda row: row.id, default=None)
    return Counted(last.required if last else 0, last.completed if last else 0, 0, 0, 0, 0)


def change(now: Counted, before: Counted | None) -> str:
    if before is None or not (now.percent and before.percent):
        return NO_FIGURE
    return f"{Decimal(now.percent) - Decimal(before.percent):+}ポイント"


def percent(c: Counted) -> str:
    return f"{c.percent}%" if c.percent else NO_FIGURE


def _cut(found: list[Standing], column: str) -> list[Cells]:
    groups = by(found, lambda one: getattr(one.post, column) or "（登録なし）")
    return [_row(str(name), group) for name, group in groups.items()]


def _row(name: str, c: Counted) -> Cells:
    return [name, *map(str, (c.required, c.completed, c.rate, c.deferred, c.exempt))]


def _departments(rows: Rows, asked: Question) -> list[Cells]:
    found = answer(rows, asked)
    return [*(_row(name, figures) for _, name, figures in found.rows), _row("合計", found.total)]
