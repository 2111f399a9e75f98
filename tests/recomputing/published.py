"""公開用 of the annual report: whether what it shows is true, and whether it hides what it must and no more."""

from collections.abc import Mapping
from datetime import date

from tests.recomputing.annual import NO_FIGURE, at_the_end, change, of_line, percent, plan_lines, title_of
from tests.recomputing.counting import Cells, Counted, by
from tests.recomputing.held import HIDDEN, exam_rows, few
from tests.recomputing.rows import Row, Rows
from tests.recomputing.standing import Standing

_NEARLY_ALL = "95%以上"
# By the name of a group its 対象者 and 修了者.
Groups = Mapping[str, tuple[int, int]]


def faults(groups: Groups, hidden: set[str]) -> list[str]:
    """Why what is shown of the groups of one whole, which counts as known, would tell of few, or hides too much."""
    must = {name for name, (asked, done) in groups.items() if few(asked, done, asked - done)}
    shown = {name for name, (asked, _) in groups.items() if name not in hidden and asked}
    further = {name for name in hidden - must if groups[name][0]}
    found = [f"{name} is of few" for name in must - hidden]
    if hidden and shown and not _safe(groups, hidden):
        found.append("what is hidden can be worked out")
    if further and (not must or _safe(groups, hidden - {max(further, key=groups.__getitem__)})):
        found.append("hides more than it must")
    if any(groups[one] > groups[other] for one in further for other in shown):
        found.append("hides a larger group where a smaller one would do")
    return found


def _safe(groups: Groups, hidden: set[str]) -> bool:
    """Of one hidden group alone the whole less the others tells all; of several their sum."""
    asked, done = (sum(groups[name][place] for name in hidden) for place in (0, 1))
    return len(hidden) > 1 and not few(asked, done, asked - done)


def pairs(sums: Mapping[str, Counted]) -> dict[str, tuple[int, int]]:
    return {name: (c.required, c.completed) for name, c in sums.items()}


# ---- tables, with what is hidden in those that are shown ------------------------------------------------------------


def hidden_of(shown: list[Cells], column: int) -> set[str]:
    """The names of the rows that show nothing there."""
    return {row[0] for row in shown if row[column] == HIDDEN}


def cut_rows(groups: Mapping[str, Counted], hidden: set[str]) -> list[Cells]:
    return [
        [name, *([HIDDEN] * 3 if name in hidden else (str(c.required), str(c.completed), c.rate))]
        for name, c in groups.items()
    ]


def cuts(found: list[Standing], column: str) -> dict[str, Counted]:
    return {str(name): c for name, c in by(found, lambda one: getattr(one.post, column) or "（登録なし）").items()}


def trainings(rows: Rows, plan: Row, found: list[Standing]) -> list[dict[str, Counted]]:
    """By title, those that asked anybody: of the year before last, of the last, and of this one."""
    lines = plan_lines(rows, plan)
    before = [
        {title_of(rows, line): at_the_end(rows, plan.fiscal_year - back, line) for line in lines} for back in (2, 1)
    ]
    asked = [line for line in lines if any(one.line.course_id == line.course_id for one in found)]
    return [*before, {title_of(rows, line): of_line(found, line) for line in asked}]


def training_rows(rows: Rows, plan: Row, years: list[dict[str, Counted]], hidden: list[set[str]]) -> list[Cells]:
    """`hidden`: of each of the years."""
    return [_training(title_of(rows, line), years, hidden) for line in plan_lines(rows, plan)]


def _training(title: str, years: list[dict[str, Counted]], hidden: list[set[str]]) -> Cells:
    *before, now = [None if title in away else of.get(title) for of, away in zip(years, hidden, strict=True)]
    then = [percent(c) if c else HIDDEN for c in before]
    if now is None:
        return [title, HIDDEN, HIDDEN, _roughly(years[-1].get(title)), *then, HIDDEN]
    return [title, str(now.required), str(now.completed), now.rate, *then, change(now, before[-1])]


def _roughly(c: Counted | None) -> str:
    return _NEARLY_ALL if c and c.required >= 100 and c.completed * 100 >= c.required * 95 else NO_FIGURE


def public_exam_rows(rows: Rows, plan: Row, on: date) -> list[Cells]:
    return [
        [title, HIDDEN if few(int(people)) else mean, rule]
        for title, people, _, mean, rule in exam_rows(rows, plan, on)
    ]
