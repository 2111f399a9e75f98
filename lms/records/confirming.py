"""Writing down who attended where a second person must look first: handed in, then confirmed or sent back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from courses.models import Course
from lms.ledger.appending import append
from lms.people.models import Employee
from lms.records.models import AttendanceSheet, Attendant, Completion, SheetDecision
from lms.records.recording import complete_attendants, subject_of, write_sheet
from lms.records.setting import needs_confirmation

# How long whoever wrote a sheet that was sent back is told so.
_TOLD_FOR = timedelta(days=60)


class ConfirmationError(ValueError):
    """The sheet cannot be confirmed like this; the text says why, to the person who tried."""


@transaction.atomic
def hand_in_sheet(*, sheet: AttendanceSheet, employees: Sequence[Employee]) -> list[Completion]:
    """Write down who attended. They have completed the course now, or, where the city wants it, once confirmed."""
    sheet.waits = needs_confirmation()
    write_sheet(sheet=sheet, employees=employees)
    if sheet.waits:
        return []
    return complete_attendants(sheet=sheet, actor=sheet.recorded_by.staff_number, at=sheet.recorded_at)


def said_of(sheet: AttendanceSheet, people: int, completed: Sequence[Completion]) -> str:
    """What to say to the person who has just handed a sheet in."""
    if sheet.waits:
        return f"「{sheet.course.title}」について{people}人の記録を預かりました。別の人が確認すると修了になります。"
    return said_of_completed(sheet, people, completed)


def said_of_completed(sheet: AttendanceSheet, people: int, completed: Sequence[Completion]) -> str:
    left_out = people - len(completed)
    more = f"{left_out}人は、同じ日に修了した記録が既にあるため、記録していません。" if left_out else ""
    return f"「{sheet.course.title}」について{len(completed)}人の修了を記録しました。{more}"


def waiting_sheets(offices: Sequence[str]) -> QuerySet[AttendanceSheet]:
    """What waits for a second person, of the courses of these offices, with the number of `people`; oldest first."""
    waiting = AttendanceSheet.objects.filter(waits=True, decision=None, course__office__in=offices)
    counted = waiting.annotate(people=Count("attendants")).select_related("course", "department", "recorded_by")
    return counted.order_by("recorded_at", "pk")


def waiting_people(course: Course) -> QuerySet[Attendant]:
    """Who stands on a sheet of the course that waits for a second person."""
    return Attendant.objects.filter(sheet__waits=True, sheet__decision=None, sheet__course=course)


def own_sheets(writer: Employee, at: datetime) -> QuerySet[AttendanceSheet]:
    """What became of the sheets that somebody wrote: those that wait, and those sent back lately and not handed in anew
    since, with the number of `people`; the newest first."""
    anew = AttendanceSheet.objects.filter(
        recorded_by=writer, course=OuterRef("course"), recorded_at__gt=OuterRef("decision__recorded_at")
    )
    sent_back = Q(decision__accepted=False, decision__recorded_at__gte=at - _TOLD_FOR) & ~Exists(anew)
    own = AttendanceSheet.objects.filter(Q(decision=None) | sent_back, recorded_by=writer, waits=True)
    return own.annotate(people=Count("attendants")).select_related("course", "decision").order_by("-recorded_at", "-pk")


@transaction.atomic
def confirm_sheet(*, sheet: AttendanceSheet, decided_by: Employee, at: datetime) -> list[Completion]:
    """A second person has looked: those on the sheet have completed the course."""
    _decide(SheetDecision(sheet=sheet, accepted=True, decided_by=decided_by, recorded_at=at), "出席簿の確認")
    # Recorded by whoever wrote it down; the decision says who looked.
    return complete_attendants(sheet=sheet, actor=sheet.recorded_by.staff_number, at=at)


@transaction.atomic
def send_back_sheet(*, sheet: AttendanceSheet, reason: str, decided_by: Employee, at: datetime) -> SheetDecision:
    """A second person does not agree: nobody completes anything by this sheet. It stays in the books."""
    decision = SheetDecision(sheet=sheet, accepted=False, reason=reason, decided_by=decided_by, recorded_at=at)
    _decide(decision, "出席簿の差戻し")
    return decision


def _decide(decision: SheetDecision, action: str) -> None:
    sheet, by = decision.sheet, decision.decided_by
    if sheet.recorded_by_id == by.pk:
        raise ConfirmationError("自分が記録したものは確認できません。別の人が確認してください。")
    try:
        with transaction.atomic():
            decision.save(force_insert=True)
    except IntegrityError as error:
        raise ConfirmationError("この記録は、ほかの人が既に確認又は差戻しをしました。") from error
    at = decision.recorded_at
    append(actor=by.staff_number, action=action, subject=subject_of(sheet), at=at, facts=[decision])
