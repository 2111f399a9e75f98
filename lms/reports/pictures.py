"""The pictures of the overview beside the trend: departments by trainings, and how scores are spread."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Max

from courses.models import Course
from courses.outline import QuizEntry, outlines
from lms.duties.counting import Counts
from lms.lib.fiscal_year import end_of_day, start_of_year
from lms.lib.tables import Rate
from lms.reports.charts.columns import Columns
from lms.reports.charts.heat import HeatMap
from lms.reports.cuts import EVERYBODY
from lms.reports.figures import Question
from lms.reports.trend import seated
from quizzes.models import Attempt

# More rows than this are no picture any more; the worst are shown.
MOST_ROWS = 40
# Of fewer people a score may be somebody's.
FEWEST_PEOPLE = 5
_STEP = 10


def rates_by_department(question: Question, counts: Mapping[tuple[int, int], Counts]) -> dict[tuple[str, str], Rate]:
    """By department code and course code; the counts by (course id, reporting department id)."""
    departments, codes = question.scope.departments.nodes, {course.pk: course.code for course in question.courses}
    return {
        (departments[department].code, codes[course]): Rate(found.completed, found.required)
        for (course, department), found in counts.items()
        if department in departments
    }


def heat_map(question: Question, rates: Mapping[tuple[str, str], Rate]) -> HeatMap | None:
    """In the order of the codes, as many departments as make a picture; None where there is nothing to compare."""
    worst = _worst(rates)
    rows = [(node.code, node.name) for node in question.scope.departments.nodes.values() if node.code in worst]
    columns = [(course.code, course.title) for course in question.courses]
    if len(columns) < 2 or len(rows) < 2:
        return None
    some = f"修了率の低い{MOST_ROWS}所属と研修（％）" if len({code for code, _ in rates}) > MOST_ROWS else ""
    title = some or "所属と研修（修了率、％）"
    return HeatMap(title, "所属", rows, columns, rates)


def _worst(rates: Mapping[tuple[str, str], Rate]) -> set[str]:
    done: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for (code, _), rate in rates.items():
        done[code] += rate.numerator
        asked[code] += rate.denominator
    return set(sorted(asked, key=lambda code: done[code] / asked[code] if asked[code] else 1)[:MOST_ROWS])


def tests_of(question: Question) -> list[QuizEntry]:
    """The tests of the trainings asked about, and of those among which they leave a choice. Two small queries."""
    listed = Course.objects.filter(
        chosen_in__requirement__course__in=question.courses,
        chosen_in__requirement__plan__fiscal_year=question.fiscal_year,
    )
    found = outlines([*question.courses, *listed.order_by("code").distinct()])
    return [*{quiz.quiz_id: quiz for outline in found.values() for quiz in outline.quizzes}.values()]


def scores(question: Question, tests: Sequence[QuizEntry]) -> dict[int, Counter[int]]:
    """Everybody's best score in each of the tests, by tens; the key is that of the quiz. One query."""
    best = Attempt.objects.submitted().filter(
        quiz__in=[test.quiz_id for test in tests], submitted_at__gte=start_of_year(question.fiscal_year),
        submitted_at__lt=end_of_day(question.on), employee__in=seated(question).values("employee"),
    )  # fmt: skip
    rows = best.order_by().values("employee", "quiz").annotate(best=Max("score")).values_list("quiz", "best")
    found: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for quiz, score in rows:
        found[quiz][score // _STEP * _STEP] += 1
    return dict(found)


def distributions(
    question: Question, tests: Sequence[QuizEntry], found: Mapping[int, Counter[int]]
) -> tuple[Columns, ...]:
    """A picture of each test that enough people took."""
    whole = question.scope.everywhere and question.cut == EVERYBODY
    draw = distribution if whole else distribution_of_some
    pictures = (draw(test.title, found.get(test.quiz_id, Counter())) for test in tests)
    return tuple(picture for picture in pictures if picture)


def distribution(title: str, found: Counter[int]) -> Columns | None:
    """None of fewer people than one may show."""
    if found.total() < FEWEST_PEOPLE:
        return None
    classes = [(f"{low}～" if low < 100 else "100", found[low]) for low in range(0, 101, _STEP)]
    return Columns(f"{title}の得点（各人の最高点）", "得点", "人", classes)


def distribution_of_some(title: str, found: Counter[int]) -> Columns | None:
    """Of some departments or some of the people: colleagues would know whose a lone score is, so classes of few people
    are left out."""
    enough = Counter({low: number for low, number in found.items() if number >= FEWEST_PEOPLE})
    return distribution(f"{title}（{FEWEST_PEOPLE}人未満の区分を除く）", enough)
