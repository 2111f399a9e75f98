"""The pictures of the overview beside the trend: departments by trainings, and how scores are spread."""

from collections import Counter, defaultdict

from django.db.models import Max

from courses.outline import outlines
from lms.duties.counting import Counts, counts_of
from lms.lib.fiscal_year import end_of_day, start_of_year
from lms.lib.tables import Rate
from lms.reports.charts.columns import Columns
from lms.reports.charts.heat import HeatMap
from lms.reports.figures import Question
from lms.reports.trend import seated
from quizzes.models import Attempt

# More rows than this are no picture any more; the worst are shown.
MOST_ROWS = 40
# Of fewer people a score may be somebody's.
FEWEST_PEOPLE = 5
_STEP = 10


def rates_by_department(question: Question) -> dict[tuple[str, str], Rate]:
    """By department name and course code. One aggregate query."""
    departments, codes = question.scope.departments, {course.pk: course.code for course in question.courses}
    found: defaultdict[tuple[str, str], Counts] = defaultdict(Counts)
    for (course, department), counts in counts_of(question.duties(), departments).items():
        if department in departments.nodes:
            found[departments.name(department), codes[course]] += counts
    return {key: Rate(counts.completed, counts.required) for key, counts in found.items()}


def heat_map(question: Question, rates: dict[tuple[str, str], Rate]) -> HeatMap | None:
    """None where there is nothing to compare."""
    names = _worst(rates, [node.name for node in question.scope.departments.nodes.values()])
    columns = [(course.code, course.title) for course in question.courses]
    if len(columns) < 2 or len(names) < 2:
        return None
    some = f"修了率の低い{MOST_ROWS}所属と研修（％）" if len({name for name, _ in rates}) > MOST_ROWS else ""
    title = some or "所属と研修（修了率、％）"
    return HeatMap(title, "所属", names, columns, rates)


def _worst(rates: dict[tuple[str, str], Rate], order: list[str]) -> list[str]:
    """In the order of the codes, as many as make a picture."""
    done: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for (name, _), rate in rates.items():
        done[name] += rate.numerator
        asked[name] += rate.denominator
    worst = sorted(asked, key=lambda name: done[name] / asked[name] if asked[name] else 1)[:MOST_ROWS]
    return [name for name in dict.fromkeys(order) if name in worst]


def scores(question: Question) -> Counter[int]:
    """Everybody's best score in the tests of the trainings asked about, by tens. One query."""
    quizzes = [quiz.quiz_id for outline in outlines(question.courses).values() for quiz in outline.quizzes]
    best = Attempt.objects.submitted().filter(
        quiz__in=quizzes, submitted_at__gte=start_of_year(question.fiscal_year),
        submitted_at__lt=end_of_day(question.on), employee__in=seated(question).values("employee"),
    )  # fmt: skip
    rows = best.order_by().values("employee", "quiz").annotate(best=Max("score")).values_list("best", flat=True)
    return Counter(score // _STEP * _STEP for score in rows)


def distribution(found: Counter[int]) -> Columns | None:
    """None of fewer people than one may show."""
    if sum(found.values()) < FEWEST_PEOPLE:
        return None
    classes = [(f"{low}～" if low < 100 else "100", found[low]) for low in range(0, 101, _STEP)]
    return Columns("理解度テストの得点（各人の最高点）", "得点", "人", classes)
