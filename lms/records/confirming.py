"""Writing down who attended where a second person must look first: handed in, then confirmed or sent back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet

from lms.ledger.appending import append
from lms.people.models import Employee
from lms.records.models import AttendanceSheet, SheetDecision
from lms.records.recording import complete_attendants, subject_of, write_sheet
from lms.records.setting import needs_confirmation


class ConfirmationError(ValueError):
    """The sheet cannot be confirmed like this; the text says why, to the person who tried."""


@transaction.atomic
def hand_in_sheet(*, sheet: AttendanceSheet, employees: Sequence[Employee]) -> AttendanceSheet:
    """Write down who attended. They have completed the course now, or, where the city wants it, once confirmed."""
    sheet.waits = needs_confirmation()
    write_sheet(sheet=sheet, employees=employees)
    if not sheet.waits:
        complete_attendants(sheet=sheet, actor=sheet.recorded_by.staff_number, at=sheet.recorded_at)
    return sheet


def said_of(sheet: AttendanceSheet, people: int) -> str:
    """What to say to the person who has just handed a sheet in."""
    if sheet.waits:
        return f"「{sheet.course.title}」について{people}人の記録を預かりました。別の人が確認すると修了になります。"
    return f"「{sheet.course.title}」について{people}人の修了を記録しました。"


def waiting_sheets(offices: Sequence[str]) -> QuerySet[AttendanceSheet]:
    """What waits for a second person, of the courses of these offices, with the number of `people`; oldest first."""
    waiting = AttendanceSheet.objects.filter(waits=True, decision=None, course__office__in=offices)
    counted = waiting.annotate(people=Count("attendants")).select_related("course", "department", "recorded_by")
    return counted.order_by("recorded_at", "pk")


@transaction.atomic
def confirm_sheet(*, sheet: AttendanceSheet, decided_by: Employee, at: datetime) -> SheetDecision:
    """A second person has looked: those on the sheet have completed the course."""
    decision = SheetDecision(sheet=sheet, accepted=True, decided_by=decided_by, recorded_at=at)
    _decide(decision, "出席簿の確認")
    # Recorded by whoever wrote it down; the decision says who looked.
    complete_attendants(sheet=sheet, actor=sheet.recorded_by.staff_number, at=at)
    return decision


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
