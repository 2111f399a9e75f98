"""理解度テスト of a year: how many sat, the mean of their grades, and the questions that were answered worst."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Exists, OuterRef, QuerySet

from courses.models import Course
from courses.outline import QuizEntry, outlines
from lms.duties.models import Requirement, TrainingPlan
from lms.duties.status import IN_COUNT
from lms.lib.fiscal_year import end_of_day, start_of_year
from lms.reports.figures import Question
from quizzes.models import Attempt, ItemVersion, Quiz
from quizzes.rules import grade_of

# A question that fewer have answered says more about them than about itself.
FEWEST_ANSWERS = 5
_CHUNK = 2000


@dataclass(frozen=True)
class QuizFigures:
    """One test: of the 対象者 who sat it, how many passed, and the mean of their grades; `of_what` they are."""

    title: str
    of_what: str
    people: int
    passed: int
    mean: int


@dataclass(frozen=True)
class ItemRate:
    """正答率 of a question at everybody's first attempt of the year."""

    training: str
    stem: str
    right: int
    answered: int


def quiz_figures(plan: TrainingPlan, question: Question) -> Iterator[QuizFigures]:
    """Of the tests that count; nobody fails in a practice. One query for each test, and two more."""
    tests = _tests(plan)
    rules = Quiz.objects.filter(practice=False).in_bulk([entry.quiz_id for _, entry in tests])
    for line, entry in tests:
        if entry.quiz_id in rules:
            yield from _of_test(question, line, entry, rules[entry.quiz_id])


def asked_courses(plan: TrainingPlan) -> list[tuple[Requirement, Course]]:
    """Each line with its course, or with those among which it leaves the choice. Three queries."""
    lines = plan.requirements.select_related("course").prefetch_related("choices__course")
    return [(line, course) for line in lines for course in _courses(line)]


def _tests(plan: TrainingPlan) -> list[tuple[Requirement, QuizEntry]]:
    """Each line with the tests of its courses."""
    courses = asked_courses(plan)
    found = outlines([course for _, course in courses])
    return [(line, quiz) for line, course in courses for quiz in found[course.pk].quizzes]


def _courses(line: Requirement) -> list[Course]:
    return [line.course, *(choice.course for choice in line.choices.all())]


def _of_test(question: Question, line: Requirement, entry: QuizEntry, quiz: Quiz) -> Iterator[QuizFigures]:
    asked = question.duties().filter(requirement=line, state__in=IN_COUNT).order_by().values("employee")
    rows = _submitted(question, [quiz.pk]).filter(employee__in=asked).order_by("number")
    scores: defaultdict[int, list[int]] = defaultdict(list)
    passed = set()
    for person, score, has_passed in rows.values_list("employee", "score", "passed"):
        scores[person].append(score)
        passed |= {person} if has_passed else set()
    grades = [grade_of(quiz, of_person) or 0 for of_person in scores.values()]
    if grades:
        of_what = f"各人の{quiz.get_grade_rule_display()}"
        yield QuizFigures(entry.title, of_what, len(grades), len(passed), _mean(grades))


def _mean(grades: Sequence[int]) -> int:
    """Halves rounded up, as every other figure of the report."""
    return (2 * sum(grades) + len(grades)) // (2 * len(grades))


def item_rates(plan: TrainingPlan, question: Question) -> list[ItemRate]:
    """The worst first; reads every first attempt of the year once."""
    titles = {quiz.quiz_id: line.course.title for line, quiz in _tests(plan)}
    submitted = _submitted(question, [*titles])
    earlier = submitted.filter(employee=OuterRef("employee"), quiz=OuterRef("quiz"), number__lt=OuterRef("number"))
    answered, right, training = _marks(submitted.filter(~Exists(earlier)), titles)
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
    """Those of the year, handed in by the day. (Attempts count within their year, though their numbers go on.)"""
    return Attempt.objects.submitted().filter(
        quiz__in=quizzes, submitted_at__gte=start_of_year(question.fiscal_year),
        submitted_at__lt=end_of_day(question.on),
    )  # fmt: skip
