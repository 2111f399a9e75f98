"""理解度テスト of a year: how many sat, the mean of everybody's best, and the questions that were answered worst."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Avg, Count, Max, Q, QuerySet

from courses.models import Course
from courses.outline import outlines
from lms.lib.fiscal_year import end_of_day, start_of_year
from lms.reports.figures import Question
from quizzes.models import Attempt, ItemVersion

# A question that fewer have answered says more about them than about itself.
FEWEST_ANSWERS = 5
_CHUNK = 2000


@dataclass(frozen=True)
class QuizFigures:
    """One test: of those who sat it, how many passed, and the mean of the best scores."""

    title: str
    people: int
    passed: int
    mean: int


@dataclass(frozen=True)
class ItemRate:
    """正答率 of a question at everybody's first attempt."""

    training: str
    stem: str
    right: int
    answered: int


def quiz_figures(question: Question) -> list[QuizFigures]:
    """Two queries for each test."""
    return [found for course in question.courses for found in _of_course(question, course)]


def _of_course(question: Question, course: Course) -> list[QuizFigures]:
    found = []
    for quiz in outlines([course])[course.pk].quizzes:
        best = _submitted(question, [quiz.quiz_id]).values("employee").annotate(best=Max("score"))
        mean = best.aggregate(mean=Avg("best"), people=Count("employee"))
        passed = _submitted(question, [quiz.quiz_id]).aggregate(
            passed=Count("employee", filter=Q(passed=True), distinct=True)
        )
        if mean["people"]:
            found.append(QuizFigures(quiz.title, mean["people"], passed["passed"], round(mean["mean"])))
    return found


def item_rates(question: Question) -> list[ItemRate]:
    """The worst first; reads every first attempt of the year once."""
    titles = {
        quiz.quiz_id: course.title for course in question.courses for quiz in outlines([course])[course.pk].quizzes
    }
    answered, right, training = _marks(_submitted(question, [*titles]).filter(number=1), titles)
    stems = dict(ItemVersion.objects.filter(pk__in=answered).values_list("pk", "content__stem"))
    rates = [
        ItemRate(training[version], stems.get(version, ""), right[version], number)
        for version, number in answered.items()
        if number >= FEWEST_ANSWERS
    ]
    return sorted(rates, key=lambda rate: (Fraction(rate.right, rate.answered), rate.stem))


def _marks(attempts: QuerySet[Attempt], titles: Mapping[int, str]) -> tuple[Counter[int], Counter[int], dict[int, str]]:
    answered, right, training = Counter[int](), Counter[int](), dict[int, str]()
    for quiz, paper, result in attempts.values_list("quiz", "paper", "result").iterator(_CHUNK):
        versions = [asked["version"] for asked in paper["questions"]]
        for mark in result["marks"]:
            version = versions[mark["position"] - 1]
            answered[version] += 1
            right[version] += mark["score"] == "1"
            training[version] = titles[quiz]
    return answered, right, training


def _submitted(question: Question, quizzes: Sequence[int]) -> QuerySet[Attempt]:
    return Attempt.objects.submitted().filter(
        quiz__in=quizzes, submitted_at__gte=start_of_year(question.fiscal_year),
        submitted_at__lt=end_of_day(question.on),
    )  # fmt: skip
