"""受講後アンケート: what was answered after a course in a fiscal year.

Only released answers are read here (lms.records.surveys.answering), by the page and by every file: no figure and no
text is ever of fewer than FEWEST people, nor is the difference of two. There is no cut by department, day or person.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, QuerySet

from courses.models import Course
from lms.records.surveys.answering import FEWEST
from lms.records.surveys.survey import Questionnaire, SurveyAnswer
from lms.records.surveys.wording import GRADES

Counts = tuple[int, ...]
# Answers with the same grades in every question, and how many they are.
_Patterns = Mapping[tuple[int, ...], int]


@dataclass(frozen=True)
class Graded:
    """How a question was answered: a number for each grade, in the order of GRADES."""

    question: str
    counts: Counts

    @property
    def number(self) -> int:
        return sum(self.counts)

    @property
    def mean(self) -> Decimal:
        """From 1 to 5, one decimal, halves rounded up. Of nobody there is no Graded."""
        points = sum(grade * count for (grade, _), count in zip(GRADES, self.counts, strict=True))
        return (Decimal(points) / self.number).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Result:
    """The answers to one set of questions; the texts in an order that tells nothing, which is that of their words."""

    questionnaire: Questionnaire
    graded: Sequence[Graded]
    texts: Sequence[str]

    @property
    def number(self) -> int:
        return self.graded[0].number


def results(course: Course, fiscal_year: int) -> list[Result]:
    """The newest questions first; those with too few answers are not there. Three queries at most."""
    answers = _released(fiscal_year).filter(course=course)
    patterns = _patterns(answers, "questionnaire")
    texts = defaultdict(list)
    for asked, text in answers.exclude(text="").order_by("text").values_list("questionnaire", "text"):
        texts[asked].append(text)
    found = Questionnaire.objects.in_bulk(list(patterns))
    return [
        Result(found[pk], _graded(found[pk].questions, patterns[pk]), texts[pk]) for pk in sorted(found, reverse=True)
    ]  # fmt: skip


def satisfactions(courses: Iterable[Course], fiscal_year: int) -> dict[int, Graded]:
    """満足度 by course id: the question that every survey begins with, whatever else was asked. Of too few there is
    none. One query."""
    patterns = _patterns(_released(fiscal_year).filter(course__in=list(courses)), "course")
    return {pk: _graded(["満足度"], found)[0] for pk, found in patterns.items()}


def named_answers(course: Course, fiscal_year: int) -> QuerySet[SurveyAnswer]:
    """What people answered under their names, who knew that the office reads it. For nobody else's eyes."""
    rows = SurveyAnswer.objects.filter(course=course, fiscal_year=fiscal_year, employee__isnull=False)
    return rows.select_related("employee", "questionnaire").order_by("employee__kana_key", "employee__staff_number")


def _released(fiscal_year: int) -> QuerySet[SurveyAnswer]:
    return SurveyAnswer.objects.filter(fiscal_year=fiscal_year, released=True).order_by()


def _patterns(answers: QuerySet[SurveyAnswer], by: str) -> dict[int, _Patterns]:
    """Counted in the database: thousands of people answer in a few hundred ways."""
    found: defaultdict[int, Counter[tuple[int, ...]]] = defaultdict(Counter)
    for key, grades, number in answers.values_list(by, "grades").annotate(number=Count("pk")):
        found[key][tuple(grades)] += number
    # Fewer are left only where named ones were erased.
    return {key: patterns for key, patterns in found.items() if patterns.total() >= FEWEST}


def _graded(questions: Sequence[str], patterns: _Patterns) -> list[Graded]:
    return [Graded(question, _counts(place, patterns)) for place, question in enumerate(questions)]


def _counts(place: int, patterns: _Patterns) -> Counts:
    counted: Counter[int] = Counter()
    for grades, number in patterns.items():
        counted[grades[place]] += number
    return tuple(counted[grade] for grade, _ in GRADES)
