"""The acts by which the office holds 集合研修: announced, changed, called off, or held."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time

from django.db import transaction

from courses.models import Course
from lms.ledger.appending import append
from lms.people.models import Employee
from lms.records.confirming import hand_in_sheet
from lms.records.models import AttendanceSheet, Completion
from lms.records.session import TrainingSession


class SessionError(ValueError):
    """The session cannot be changed like this; the text says why, to the person who tried, and `about` what it is that
    stands in the way."""

    def __init__(self, text: str, about: str | None = None) -> None:
        super().__init__(text)
        self.about = about


@dataclass(frozen=True)
class Announcement:
    """What is said of a session to those who may come."""

    title: str
    held_on: date
    starts_at: time
    ends_at: time
    place: str
    capacity: int
    sign_up_until: date
    note: str


def announcement_of(session: TrainingSession) -> Announcement:
    return Announcement(**{field.name: getattr(session, field.name) for field in fields(Announcement)})


@transaction.atomic
def announce_session(*, course: Course, announcement: Announcement, actor: str, at: datetime) -> TrainingSession:
    session = TrainingSession.objects.create(course=course, **asdict(announcement))
    _trace(session, "開催回の登録", actor, at, {"after": _said(announcement)})
    return session


@transaction.atomic
def change_session(*, session: TrainingSession, announcement: Announcement, actor: str, at: datetime) -> None:
    """Another day, another place. Never fewer places than people who have signed up, and no other day once it is
    written down who came: the completions are of that day."""
    standing = _locked(session)
    before = announcement_of(standing)
    if standing.is_called_off:
        raise SessionError("中止した開催回は変更できません。")
    if announcement.capacity < standing.taken:
        raise SessionError(
            f"申込みが{standing.taken}人あります。定員は{standing.taken}人以上にしてください。", "capacity"
        )
    if announcement.held_on != standing.held_on and _has_been_held(standing):
        raise SessionError("出席を記録した開催回の開催日は変更できません。", "held_on")
    TrainingSession.objects.filter(pk=session.pk).update(**asdict(announcement))
    session.refresh_from_db()
    _trace(session, "開催回の変更", actor, at, {"before": _said(before), "after": _said(announcement)})


@transaction.atomic
def call_off_session(*, session: TrainingSession, actor: str, at: datetime) -> None:
    """Nobody comes any more. Those who signed up still stand on the list, to be told. Said again: nothing."""
    if _has_been_held(_locked(session)):
        raise SessionError("出席を記録した開催回は中止できません。")
    if TrainingSession.objects.filter(pk=session.pk, called_off_at=None).update(called_off_at=at):
        _trace(session, "開催回の中止", actor, at, {})


@transaction.atomic
def record_come(
    *, session: TrainingSession, people: Sequence[Employee], evidence: str, recorded_by: Employee, at: datetime
) -> tuple[AttendanceSheet, list[Completion]]:
    """Who came: the sheet, and the completions where nobody else must look first."""
    standing = _locked(session)
    if standing.is_called_off:
        raise SessionError("中止した開催回の出席は記録できません。")
    sheet = AttendanceSheet(
        course=session.course, session=session, method=AttendanceSheet.Method.CLASSROOM, held_on=standing.held_on,
        evidence=evidence, recorded_by=recorded_by, recorded_at=at,
    )  # fmt: skip
    return sheet, hand_in_sheet(sheet=sheet, employees=people)


def _locked(session: TrainingSession) -> TrainingSession:
    """As it stands now, and for nobody else to change before this act is done."""
    return TrainingSession.objects.select_for_update().get(pk=session.pk)


def _has_been_held(session: TrainingSession) -> bool:
    """Whether it is written down who came, by a sheet that nobody has sent back."""
    return session.sheets.exclude(decision__accepted=False).exists()


def _said(announcement: Announcement) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(announcement).items()}


def _trace(session: TrainingSession, action: str, actor: str, at: datetime, payload: dict[str, dict]) -> None:
    append(actor=actor, action=action, subject=f"開催回 {session.pk} {session.course.code}", at=at, payload=payload)
