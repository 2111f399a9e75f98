"""「あなたが受ける研修」: each duty of the fiscal year with what is left to do."""

from dataclasses import dataclass
from datetime import date, datetime

from courses.models import Course
from courses.outline import outlines
from lms.duties.status import OwnDuty, State, own_duties
from lms.learning.standing import Standing, steps
from lms.lib.fiscal_year import fiscal_year, local_date
from lms.people.models import Employee

_EXCUSED = frozenset({State.DEFERRED, State.EXEMPT})


@dataclass(frozen=True)
class Card:
    """One duty as the desk shows it on a day."""

    duty: OwnDuty
    standing: Standing
    on: date

    @property
    def course(self) -> Course:
        return self.standing.outline.course

    @property
    def done(self) -> bool:
        return self.duty.done

    @property
    def completed_on(self) -> date:
        return local_date(self.duty.duty.completed_at)

    @property
    def late(self) -> bool:
        return self.duty.state is State.OVERDUE

    @property
    def excused(self) -> bool:
        return self.duty.state in _EXCUSED

    @property
    def days_left(self) -> int:
        """Days from today to the 受講期限; negative when it has passed."""
        return (self.duty.due_on - self.on).days


def desk(employee: Employee, at: datetime) -> list[Card]:
    """All duties of one person, those to be done first. The same number of queries for any number of duties."""
    on = local_date(at)
    duties = own_duties(employee, fiscal_year(on), on)
    courses = [duty.duty.requirement.course for duty in duties]
    if not courses:
        return []
    done = steps(employee, courses, at)
    contents = outlines(courses)
    cards = [Card(duty, done.standing(contents[duty.duty.requirement.course_id]), on) for duty in duties]
    return sorted(cards, key=lambda card: card.excused)
