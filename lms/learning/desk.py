"""「あなたが受ける研修」: each duty of the fiscal year with what is left to do."""

from dataclasses import dataclass
from datetime import date, datetime

from courses.outline import LessonEntry, Outline, QuizEntry, outlines
from lms.duties.status import OwnDuty, State, own_duties
from lms.learning.standing import Standing
from lms.lib.fiscal_year import fiscal_year, local_date
from lms.people.models import Employee
from lms.records.progress import Steps, steps

_EXCUSED = frozenset({State.DEFERRED, State.EXEMPT})


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
    done = steps(employee, at)
    contents = outlines([duty.duty.requirement.course for duty in duties])
    cards = [_card(duty, contents[duty.duty.requirement.course_id], done, on) for duty in duties]
    return sorted(cards, key=lambda card: card.excused)


def _card(own: OwnDuty, outline: Outline, done: Steps, on: date) -> Card:
    course, completed_at = outline.course, own.duty.completed_at
    standing = Standing(outline, done.progress(course))
    return Card(
        course.code, course.title, own.state, own.due_on, (own.due_on - on).days,
        local_date(completed_at) if completed_at else None, len(outline.lessons), standing.read_count,
        standing.minutes_left, standing.left, standing.next_lesson, standing.next_test,
    )  # fmt: skip
