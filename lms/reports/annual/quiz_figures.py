"""理解度テスト of a year: how many sat, the mean of their grades, and the questions that were answered worst."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from operator import itemgetter
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from courses.models import Course
from courses.outline import QuizEntry, outlines
from lms.duties.models import Requirement, TrainingPlan
from lms.duties.status import IN_COUNT
from lms.lib.fiscal_year import end_of_day, start_of_year
from lms.reports.figures import Question
from quizzes.kinds import Content
from quizzes.kinds.choosing import Multiple, Single, TrueFalse
from quizzes.kinds.kind import numbered
from quizzes.models import Attempt, ItemVersion, Quiz
from quizzes.rules import grade_of

# A question that fewer have answered says more about them than about itself.
FEWEST_ANSWERS = 5
_CHUNK = 2000
_WITH_OPTIONS = {kind.name for kind in (Single, Multiple, TrueFalse)}


@dataclass(frozen=True)
class QuizFigures:
    """One test: of the 対象者 who sat it, how many passed, and the mean of their grades; `of_what` each one's is."""

    title: str
    of_what: str
    people: int
    passed: int
    mean: int


@dataclass(frozen=True)
class ItemRate:
    """正答率 of a question at everybody's first attempt of the year; `mistake`: the wrong option that most chose."""

    training: str
    stem: str
    right: int
    answered: int
    mistake: str


@dataclass
class _Tally:
    """The first answers to a question; `chosen`: how many who erred took which option, by its place."""

    training: str
    answered: int = 0
    right: int = 0
    chosen: Counter[int] = field(default_factory=Counter)


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
        yield QuizFigures(_short(entry.title), quiz.get_grade_rule_display(), len(grades), len(passed), _mean(grades))


def _short(title: str) -> str:
    """Under 「理解度テスト」 nobody needs to read it again and again."""
    return title.removesuffix("理解度テスト").strip() or title


def _mean(grades: Sequence[int]) -> int:
    """Halves rounded up, as every other figure of the report."""
    return (2 * sum(grades) + len(grades)) // (2 * len(grades))


def item_rates(plan: TrainingPlan, question: Question) -> list[ItemRate]:
    """The worst first; reads every first attempt of the year once."""
    titles = {quiz.quiz_id: line.course.title for line, quiz in _tests(plan)}
    submitted = _submitted(question, [*titles])
    earlier = submitted.filter(employee=OuterRef("employee"), quiz=OuterRef("quiz"), number__lt=OuterRef("number"))
    tallies = _tallies(submitted.filter(~Exists(earlier)), titles)
    contents = dict(ItemVersion.objects.filter(pk__in=tallies).values_list("pk", "content"))
    rates = [
        ItemRate(tally.training, content["stem"], tally.right, tally.answered, _mistake(content, tally.chosen))
        for version, tally in tallies.items()
        if tally.answered >= FEWEST_ANSWERS and (content := contents[version])
    ]
    return sorted(rates, key=lambda rate: (Fraction(rate.right, rate.answered), rate.stem))


def _tallies(attempts: QuerySet[Attempt], titles: Mapping[int, str]) -> dict[int, _Tally]:
    """By the version of the question."""
    found: dict[int, _Tally] = {}
    for quiz, paper, result in attempts.values_list("quiz", "paper", "result").iterator(_CHUNK):
        for mark in result["marks"]:
            asked = paper["questions"][mark["position"] - 1]
            tally = found.setdefault(asked["version"], _Tally(titles[quiz]))
            tally.answered += 1
            if mark["score"] == "1":
                tally.right += 1
            else:
                tally.chosen.update(_chosen(asked, mark["value"]))
    return found


def _chosen(asked: Mapping[str, Any], value: Sequence[str]) -> list[int]:
    """Of a question that is answered with options. Their names say nothing: each paper shuffles them."""
    if asked["kind"] not in _WITH_OPTIONS:
        return []
    places = numbered(asked["order"])
    return [places[name] for name in value]


def _mistake(content: Content, chosen: Counter[int]) -> str:
    wrong = [
        (chosen[place], option["text"])
        for place, option in enumerate(content.get("options", ()))
        if chosen[place] and not option["right"]
    ]
    number, words = max(wrong, key=itemgetter(0), default=(0, ""))
    return f"{words}（{number}人）" if number else "－"


def _submitted(question: Question, quizzes: Sequence[int]) -> QuerySet[Attempt]:
    """Those of the year, handed in by the day. (Attempts count within their year, though their numbers go on.)"""
    return Attempt.objects.submitted().filter(
        quiz__in=quizzes, submitted_at__gte=start_of_year(question.fiscal_year),
        submitted_at__lt=end_of_day(question.on),
    )  # fmt: skip
