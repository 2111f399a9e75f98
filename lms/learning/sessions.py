"""集合研修の申込み: the sessions of the courses that a person must still take, and what stands in the way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from lms.duties.choosing import choices_of
from lms.duties.status import OUT_OF_COUNT, own_duties
from lms.learning.dates import day_text
from lms.lib.fiscal_year import end_of_day, fiscal_year
from lms.people.models import Employee
from lms.records.roll import hours
from lms.records.session import SignUp, TrainingSession


@dataclass(frozen=True)
class Offer:
    """One session as it is offered on a day."""

    session: TrainingSession
    on: date

    @property
    def day(self) -> str:
        return day_text(self.session.held_on)

    @property
    def hours(self) -> str:
        return hours(self.session)

    @property
    def signed_up(self) -> bool:
        return self.session.signed_up

    @property
    def obstacle(self) -> str:
        """Why nobody can sign up; empty where they can."""
        if self.session.is_called_off:
            return "中止になりました。"
        if self.session.sign_up_until < self.on:
            return "申込期限を過ぎています。"
        return "" if self.session.places_left > 0 else "定員に達しています。"


def offers(employee: Employee, on: date) -> list[Offer]:
    """What is still to come. Three queries, whatever the number of sessions."""
    return [Offer(session, on) for session in offered(employee, on)]


def offered(employee: Employee, on: date) -> QuerySet[TrainingSession]:
    """Coming sessions of courses this person must take and has not completed, and those already signed up for."""
    mine = Exists(SignUp.objects.filter(session=OuterRef("pk"), employee=employee, cancelled_at=None))
    coming = TrainingSession.objects.filter(held_on__gte=on).annotate(signed_up=mine).select_related("course")
    asked = Q(course__in=_open_courses(employee, on), called_off_at=None)
    return coming.filter(asked | Q(signed_up=True)).order_by("held_on", "starts_at", "pk")


def _open_courses(employee: Employee, on: date) -> Iterable[int]:
    """Those that are asked, and those among which the person may still choose."""
    duties = own_duties(employee, fiscal_year(on), on)
    open_ones = [own.duty for own in duties if not own.done and own.state not in OUT_OF_COUNT]
    choices = choices_of(open_ones, end_of_day(on)).values()
    chosen = {one.course.pk for options in choices for one in options if one.completed_at is None}
    return chosen | {duty.requirement.course_id for duty in open_ones}
