"""「あなたが受ける研修」: each duty of the fiscal year with what is left to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from courses.outline import LessonEntry, Outline, QuizEntry, outlines
from lms.duties.choosing import Chosen, choices_of
from lms.duties.status import OwnDuty, State, own_duties
from lms.learning.anew import anew_since
from lms.learning.progress import Progress, steps
from lms.learning.standing import Standing
from lms.lib.fiscal_year import end_of_day, fiscal_year, local_date
from lms.people.models import Employee

_EXCUSED = frozenset({State.DEFERRED, State.EXEMPT})


@dataclass(frozen=True)
class Option:
    """One of the courses among which somebody chooses. One without pages is taken away from the screen."""

    code: str
    title: str
    completed_on: date | None
    minutes_left: int
    has_pages: bool


@dataclass(frozen=True)
class Card:
    """One duty as the desk shows it on a day. Plain values: people who stand alike have equal cards."""

    code: str
    title: str
    state: State
    due_on: date
    days_left: int
    completed_on: date | None
    chapters: int
    read: int
    minutes_left: int
    left: str
    lesson: LessonEntry | None
    test: QuizEntry | None
    needed: int = 0
    options: tuple[Option, ...] = ()

    @property
    def chosen(self) -> int:
        """How many of the options are completed."""
        return sum(option.completed_on is not None for option in self.options)

    @property
    def done(self) -> bool:
        return self.state is State.COMPLETED

    @property
    def late(self) -> bool:
        return self.state is State.OVERDUE

    @property
    def excused(self) -> bool:
        return self.state in _EXCUSED


def desk(employee: Employee, at: datetime) -> list[Card]:
    """All duties of one person, those to be done first. The same number of queries for any number of duties."""
    on = local_date(at)
    duties = own_duties(employee, fiscal_year(on), on)
    if not duties:
        return []
    rows = [own.duty for own in duties]
    choices = choices_of(rows, end_of_day(on))
    of = steps(employee, at, anew_since(rows, choices, on)).progress
    offered = [chosen.course for options in choices.values() for chosen in options]
    contents = outlines([*(row.requirement.course for row in rows), *offered])
    options = {pk: tuple(_option(one, contents, of(one.course)) for one in chosen) for pk, chosen in choices.items()}
    cards = [
        _card(
            own,
            Standing(contents[own.duty.requirement.course_id], of(own.duty.requirement.course)),
            options.get(own.duty.requirement_id, ()),
            on,
        )
        for own in duties
    ]
    return sorted(cards, key=lambda card: card.excused)


def _option(chosen: Chosen, contents: Mapping[int, Outline], known: Progress) -> Option:
    course, outline = chosen.course, contents[chosen.course.pk]
    completed_on = local_date(chosen.completed_at) if chosen.completed_at else None
    left = 0 if completed_on else Standing(outline, known).minutes_left
    return Option(course.code, course.title, completed_on, left, outline.page_id is not None)


def _card(own: OwnDuty, standing: Standing, options: tuple[Option, ...], on: date) -> Card:
    outline, completed_at = standing.outline, own.duty.completed_at
    course = outline.course
    return Card(
        course.code, course.title, own.state, own.due_on, (own.due_on - on).days,
        local_date(completed_at) if completed_at else None, len(outline.lessons), standing.read_count,
        standing.minutes_left, standing.left, standing.next_lesson, standing.next_test,
        own.duty.requirement.needed or 0, options,
    )  # fmt: skip
