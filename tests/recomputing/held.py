"""訓練 and 理解度テスト of the annual report, worked out once more."""

from datetime import date

from tests.recomputing.counting import LEFT_OUT, Cells, units, versions
from tests.recomputing.drawn import handed_in, tests_of
from tests.recomputing.rows import Row, Rows
from tests.recomputing.standing import NOW, main_posts, standings

HIDDEN = "－"
_FEWEST = 5
_NONE = "この年度に記録された訓練はありません。"
_RULES = {"best": "最も高い得点", "last": "最後の得点", "average": "平均の得点"}


def few(*counts: int) -> bool:
    """Whether one of them is of so few people that they could be recognised."""
    return any(0 < count < _FEWEST for count in counts)


def _in_year(year: int, held_on: date, on: date) -> bool:
    return date(year, 4, 1) <= held_on <= min(on, date(year + 1, 3, 31))


def _in_words(day: date) -> str:
    return f"令和{day.year - 2018}年{day.month}月{day.day}日"


# ---- 訓練 -----------------------------------------------------------------------------------------------------------


def held_lines(rows: Rows, plan: Row, on: date) -> list[str]:
    return _lines(plan, [*_came(rows, plan, on).items()], _mails(rows, plan, on))


def held_lines_for_the_public(rows: Rows, plan: Row, on: date) -> list[str]:
    came = [(what, HIDDEN if few(people) else people) for what, people in _came(rows, plan, on).items()]
    mails = [
        (what, None if counts and few(*counts, counts[0] - counts[1], counts[0] - counts[2]) else counts)
        for what, counts in _mails(rows, plan, on)
    ]
    return _lines(plan, came, mails)


def _lines(plan: Row, came: list[tuple], mails: list[tuple]) -> list[str]:
    if plan.office != "security":
        return ["情報セキュリティ研修の報告書による。"]
    exercises = [
        f"{what}　参加{people}" if people == HIDDEN else f"{what}　参加{people}人" for what, people in came
    ]  # fmt: skip
    return [*exercises, *(f"{what}　{_deeds(counts)}" for what, counts in mails)] or [_NONE]


def _came(rows: Rows, plan: Row, on: date) -> dict[str, int]:
    """How many people came to a 訓練 on a day, whatever the number of sheets."""
    courses = {row.id: row.title for row in rows.courses if row.office == plan.office}
    accepted = {row.sheet_id for row in rows.decisions if row.accepted}
    people: dict[str, set[int]] = {}
    for sheet in rows.sheets:
        stands = not sheet.waits or sheet.id in accepted
        within = sheet.course_id in courses and _in_year(plan.fiscal_year, sheet.held_on, on)
        if sheet.method == "drill" and stands and within:
            what = f"{courses[sheet.course_id]}（{_in_words(sheet.held_on)}）"
            people.setdefault(what, set()).update(
                row.employee_id for row in rows.attendants if row.sheet_id == sheet.id
            )
    return {what: len(found) for what, found in people.items()}


# Delivered, opened and reported.
_Counts = tuple[int, int, int]


def _mails(rows: Rows, plan: Row, on: date) -> list[tuple[str, _Counts | None]]:
    """Nothing where the whole would tell of a department of few, or of one where nobody or everybody opened it."""
    found = []
    for drill in rows.drills:
        if drill.voided_at is None and _in_year(plan.fiscal_year, drill.sent_on, on):
            by_unit = _by_unit(rows, drill)
            small = [counts for counts in by_unit if counts[0] < _FEWEST]
            told = [counts for counts in by_unit if counts[0] < _FEWEST or counts[1] in (0, counts[0])]
            betrays = (small and _sum(small)[0] < _FEWEST) or (told and _hides_opened(_sum(told)))
            whole = None if betrays else _sum(by_unit)
            found.append((f"{drill.title}（{_in_words(drill.sent_on)}）", whole))
    return found


def _by_unit(rows: Rows, drill: Row) -> list[_Counts]:
    """By 報告単位 of the day on which it was sent."""
    unit, posts = units(versions(rows, drill.sent_on)), main_posts(rows, drill.sent_on, NOW)
    people: dict[int, list[Row]] = {}
    for row in rows.drill_results:
        if row.drill_id == drill.id and row.voided_at is None:
            post = posts.get(row.employee_id)
            people.setdefault(unit[post.department_id] if post else 0, []).append(row)
    return [
        (len(found), sum(row.opened_at is not None for row in found), sum(row.reported_at is not None for row in found))
        for found in people.values()
    ]


def _sum(counts: list[_Counts]) -> _Counts:
    delivered, opened, reported = map(sum, zip(*counts, strict=True)) if counts else (0, 0, 0)
    return delivered, opened, reported


def _hides_opened(counts: _Counts) -> bool:
    return counts[0] < _FEWEST or counts[1] in (0, counts[0])


def _deeds(counts: _Counts | None) -> str:
    if counts is None:
        return HIDDEN
    delivered, opened, reported = counts
    shown = HIDDEN if _hides_opened(counts) else _share(opened, delivered)
    told = HIDDEN if delivered < _FEWEST else _share(reported, delivered)
    return f"配信{delivered}人　開封{shown}　報告{told}"


def _share(part: int, whole: int) -> str:
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%（{part}/{whole}）"


# ---- 理解度テスト ---------------------------------------------------------------------------------------------------


def exam_rows(rows: Rows, plan: Row, on: date) -> list[Cells]:
    """Of those who must and sat it: how many, how many passed, the mean of what counts, and what that is."""
    found = []
    for line in sorted((row for row in rows.lines if row.plan_id == plan.id), key=lambda row: row.id):
        people = {
            one.person for one in standings(rows, plan.fiscal_year, on)
            if one.line.id == line.id and one.state not in LEFT_OUT
        }  # fmt: skip
        for page in tests_of(rows, plan.fiscal_year, [line.course_id]):
            quiz = next(row for row in rows.quizzes if row.id == page.quiz_id)
            handed = [row for row in handed_in(rows, plan.fiscal_year, on, quiz.id) if row.employee_id in people]
            if handed and not quiz.practice:
                found.append([page.title, *_of_test(quiz, handed), _RULES[quiz.grade_rule]])
    return found


def _of_test(quiz: Row, handed: list[Row]) -> Cells:
    scores: dict[int, list[int]] = {}
    for row in sorted(handed, key=lambda row: row.number):
        scores.setdefault(row.employee_id, []).append(row.score)
    grade = {"best": max, "last": lambda of: of[-1], "average": lambda of: sum(of) // len(of)}[quiz.grade_rule]
    grades = [grade(of_one) for of_one in scores.values()]
    passed = {row.employee_id for row in handed if row.passed}
    mean = (2 * sum(grades) + len(grades)) // (2 * len(grades))
    return [str(len(grades)), str(len(passed)), str(mean)]
