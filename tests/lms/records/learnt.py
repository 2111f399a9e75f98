"""Rows of what was learnt away from the screen, for the tests of every room that shows them."""

from collections.abc import Sequence
from datetime import date, time

from courses.models import Course
from lms.lib.text_keys import search_key
from lms.people.models import Employee
from lms.records.models import (
    AttendanceSheet,
    DrillResult,
    Equivalence,
    PhishingDrill,
    RecordsSetting,
    SignUp,
    TrainingSession,
)
from tests import factories as make
from tests.factories import jst


def session(subject: Course, **values: object) -> TrainingSession:
    """On 18 June, signing up until the 10th, for 20 people."""
    usual = {
        "title": "第1回", "held_on": date(2026, 6, 18), "starts_at": time(13, 30), "ends_at": time(15), "capacity": 20,
        "place": "市役所3階会議室", "sign_up_until": date(2026, 6, 10),
    }  # fmt: skip
    return TrainingSession.objects.create(course=subject, **(usual | values))


def listed(held: TrainingSession, *people: Employee) -> None:
    """They stand on the session's list."""
    for person in people:
        SignUp.objects.create(session=held, employee=person, recorded_at=jst(2026, 6, 1))
    TrainingSession.objects.filter(pk=held.pk).update(taken=held.taken + len(people))


def sheet(subject: Course, by: Employee, **values: object) -> AttendanceSheet:
    """A sheet as a form has filled it in, not written down yet."""
    usual = {
        "method": AttendanceSheet.Method.EXTERNAL, "held_on": date(2026, 6, 18), "evidence": "修了証の写し",
        "recorded_at": jst(2026, 6, 20, 10),
    }  # fmt: skip
    return AttendanceSheet(course=subject, recorded_by=by, **(usual | values))


def rule(course: Course, counts_as: Course, **values: object) -> Equivalence:
    usual = {"ground": "委員会決定", "starts_on": date(2026, 4, 1), "recorded_at": jst(2026, 4, 1)}
    return Equivalence.objects.create(course=course, counts_as=counts_as, **(usual | values))


def drill(**values: object) -> PhishingDrill:
    usual = {"title": "第1回標的型メール訓練", "sent_on": date(2026, 6, 1), "recorded_at": jst(2026, 6, 1)}
    return PhishingDrill.objects.create(**(usual | values))


def result(held: PhishingDrill, person: Employee, **values: object) -> DrillResult:
    usual = {"delivered_at": jst(2026, 6, 1, 10), "recorded_at": jst(2026, 6, 5)}
    return DrillResult.objects.create(drill=held, employee=person, **(usual | values))


def results(held: PhishingDrill, people: Sequence[Employee], opened: int, reported: int = 0) -> None:
    """The first ones opened the mail, the first ones reported it."""
    for index, person in enumerate(people):
        moments = {
            "opened_at": jst(2026, 6, 1, 11) if index < opened else None,
            "reported_at": jst(2026, 6, 1, 12) if index < reported else None,
        }
        result(held, person, **moments)


def second_person_asked() -> None:
    RecordsSetting.objects.create(needs_confirmation=True)


def office(role: str, number: str = "") -> Employee:
    """Somebody of a training office, with an account and a seat."""
    return make.viewer_of(role, number=number)


def called(person: Employee, usual_name: str) -> Employee:
    """With a 旧姓・通称 by which somebody is shown."""
    Employee.objects.filter(pk=person.pk).update(usual_name=usual_name, usual_key=search_key(usual_name))
    person.refresh_from_db()
    return person
