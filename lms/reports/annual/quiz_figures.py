"""理解度テスト of a year: how many sat, the mean of their grades, and the questions that were answered worst."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from operator import itemgetter
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from courses.models import Course
from courses.outline import QuizEntry, outlines
from lms.duties.models import Requirement
from lms.duties.status import IN_COUNT
from lms.lib.fiscal_year import end_of_day, start_of_year
from lms.reports.figures import Question
from quizzes.kinds import Content
from quizzes.kinds.choosing import Multiple, Single, TrueFalse
from quizzes.kinds.kind import numbered
from quizzes.models import Attempt, ItemVersion, Quiz
from quizzes.rules import grade_of

# A test of a line's course.
Test = tuple[Requirement, QuizEntry]
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


def tests_of(asked: Iterable[tuple[Requirement, Course]]) -> list[Test]:
    """Each line with the tests of its courses. Two small queries."""
    courses = [*asked]
    found = outlines([course for _, course in courses])
    return [(line, quiz) for line, course in courses for quiz in found[course.pk].quizzes]


def courses_asked(lines: Iterable[Requirement]) -> list[tuple[Requirement, Course]]:
    """Each line with its course, or with those among which it leaves the choice; `lines` bring their choices."""
    return [
        (line, course)
        for line in lines
        for course in (line.course, *(choice.course for choice in line.choices.all()))
    ]  # fmt: skip


def quiz_figures(tests: Sequence[Test], question: Question) -> Iterator[QuizFigures]:
    """Of the tests that count; nobody fails in a practice. Four queries, however many tests there are."""
    rules = Quiz.objects.filter(practice=False).in_bulk([entry.quiz_id for _, entry in tests])
    counting = [(line, entry) for line, entry in tests if entry.quiz_id in rules]
    asked, sat = _asked_people(question, [line for line, _ in counting]), _sittings(question, [*rules])
    for line, entry in counting:
        quiz, of_test = rules[entry.quiz_id], sat[entry.quiz_id]
        found = [of_test[person] for person in of_test.keys() & asked[line.pk]]
        if found:
            passed = sum(any(has_passed for _, has_passed in tries) for tries in found)
            grades = [grade_of(quiz, [score for score, _ in tries]) or 0 for tries in found]
            yield QuizFigures(
                _short(entry.title), quiz.get_grade_rule_display(), len(grades), passed, _mean(grades)
            )  # fmt: skip


def _asked_people(question: Question, lines: Sequence[Requirement]) -> dict[int, set[int]]:
    """The 対象者 of each line, by its id. Two queries."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    duties = question.duties().filter(requirement__in=lines, state__in=IN_COUNT).order_by()
    for line, person in duties.values_list("requirement", "employee").iterator(_CHUNK):
        found[line].add(person)
    return found


def _sittings(question: Question, quizzes: Sequence[int]) -> dict[int, dict[int, list[tuple[int, bool]]]]:
    """By test and person: each score in turn, and whether it was enough. One query."""
    found: defaultdict[int, defaultdict[int, list[tuple[int, bool]]]] = defaultdict(lambda: defaultdict(list))
    rows = _submitted(question, quizzes).order_by("number").values_list("quiz", "employee", "score", "passed")
    for quiz, person, score, passed in rows.iterator(_CHUNK):
        found[quiz][person].append((score, passed))
    return found


def _short(title: str) -> str:
    """Under 「理解度テスト」 nobody needs to read it again and again."""
    return title.removesuffix("理解度テスト").strip() or title


def _mean(grades: Sequence[int]) -> int:
    """Halves rounded up, as every other figure of the report."""
    return (2 * sum(grades) + len(grades)) // (2 * len(grades))


def item_rates(tests: Sequence[Test], question: Question) -> list[ItemRate]:
    """The worst first; reads every first attempt of the year once. Two queries."""
    titles = {quiz.quiz_id: line.course.title for line, quiz in tests}
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
