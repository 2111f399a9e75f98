"""The acts by which the office holds 集合研修: announced, changed, called off."""

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time

from django.db import transaction

from courses.models import Course
from lms.ledger.appending import append
from lms.records.session import TrainingSession


class SessionError(ValueError):
    """The session cannot be changed like this; the text says why, to the person who tried."""


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
    """Another day, another place. Never fewer places than people who have signed up."""
    before = announcement_of(session)
    standing = TrainingSession.objects.filter(pk=session.pk, called_off_at=None)
    if not standing.filter(taken__lte=announcement.capacity).update(**asdict(announcement)):
        session.refresh_from_db()
        if session.is_called_off:
            raise SessionError("中止した開催回は変更できません。")
        raise SessionError(f"申込みが{session.taken}人あります。定員は{session.taken}人以上にしてください。")
    session.refresh_from_db()
    _trace(session, "開催回の変更", actor, at, {"before": _said(before), "after": _said(announcement)})


@transaction.atomic
def call_off_session(*, session: TrainingSession, actor: str, at: datetime) -> None:
    """Nobody comes any more. Those who signed up still stand on the list, to be told. Said again: nothing."""
    if session.sheets.exists():
        raise SessionError("出席を記録した開催回は中止できません。")
    if TrainingSession.objects.filter(pk=session.pk, called_off_at=None).update(called_off_at=at):
        _trace(session, "開催回の中止", actor, at, {})


def _said(announcement: Announcement) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(announcement).items()}


def _trace(session: TrainingSession, action: str, actor: str, at: datetime, payload: dict[str, dict]) -> None:
    append(actor=actor, action=action, subject=f"開催回 {session.pk} {session.course.code}", at=at, payload=payload)
