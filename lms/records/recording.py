"""The acts by which learning becomes a fact. Every one is safe to repeat."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from courses.models import Course
from lms.ledger.appending import append
from lms.lib.fiscal_year import TOKYO, end_of_day, fiscal_year_of, local_date, start_of_day
from lms.people.models import Employee
from lms.people.organisation import organisation
from lms.people.postings import Seat, seat, seats
from lms.records.equivalence import Equivalence, has_rules, rules_of
from lms.records.models import (
    AttendanceSheet,
    Attendant,
    Completion,
    CompletionCancellation,
    LessonRead,
)

_NOWHERE = Seat(0, "", "", "", "")
_CHUNK = 2000


@dataclass(frozen=True)
class Earned:
    """A completion about to be recorded. (`source`, `source_id`) names what it was earned by and is unique."""

    employee_id: int
    course: Course
    completed_at: datetime
    source: str
    source_id: str
    evidence: str = ""

    def row(self, seat: Seat, at: datetime, by: str) -> Completion:
        return Completion(
            employee_id=self.employee_id, course=self.course, completed_at=self.completed_at, recorded_at=at,
            source=self.source, source_id=self.source_id, evidence=self.evidence, recorded_by=by,
            course_title=self.course.title, course_revision=self.course.revision,
            department_name=seat.department_name, job_title=seat.job_title,
        )  # fmt: skip


@transaction.atomic(savepoint=False)
def record_completion(*, employee: Employee, earned: Earned, actor: str, at: datetime) -> Completion:
    """The completion of what was earned: recorded now, or the one recorded when this was first said."""
    row = earned.row(seat(employee.pk, local_date(earned.completed_at)) or _NOWHERE, at, actor)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # it was said before, perhaps by another process in this moment
        return Completion.objects.get(source=earned.source, source_id=earned.source_id)
    append(
        actor=actor, action="修了の記録", subject=f"{employee.staff_number} {earned.course.code}", at=at, facts=[row]
    )
    if has_rules(row.course_id):
        record_equivalents(completions=[row], rules=rules_of([row.course_id]), actor=actor, at=at)
    return row


@transaction.atomic
def record_completions(*, earned: Sequence[Earned], actor: str, subject: str, at: datetime) -> list[Completion]:
    """Many completions at once with one ledger entry; what is already in the books is left out."""
    rows = _insert(earned, actor, at)
    if rows:
        append(actor=actor, action="修了の一括記録", subject=subject, at=at, facts=rows)
        record_equivalents(completions=rows, rules=rules_of(row.course_id for row in rows), actor=actor, at=at)
    return rows


def _insert(earned: Sequence[Earned], by: str, at: datetime) -> list[Completion]:
    by_day: dict[date, list[Earned]] = defaultdict(list)
    for one in _not_yet_recorded(earned):
        by_day[local_date(one.completed_at)].append(one)
    rows: list[Completion] = []
    for day, ones in by_day.items():
        seated = seats(organisation(day), day, [one.employee_id for one in ones])
        rows.extend(one.row(seated.get(one.employee_id, _NOWHERE), at, by) for one in ones)
    return Completion.objects.bulk_create(rows, batch_size=_CHUNK)


def record_equivalents(
    *, completions: Sequence[Completion], rules: Sequence[Equivalence], actor: str, at: datetime
) -> list[Completion]:
    """What these completions count as (読替え). What is itself counted counts no further, so no circle is endless."""
    earned = [
        _counted(row, rule)
        for row in completions
        for rule in rules
        if row.source != Completion.Source.EQUIVALENT
        and rule.course_id == row.course_id
        and rule.covers(local_date(row.completed_at))
    ]
    rows = _insert(earned, actor, at)
    if rows:
        codes = " ".join(sorted({row.course.code for row in rows}))
        append(actor=actor, action="読替えによる修了の記録", subject=codes, at=at, facts=rows)
    return rows


def _counted(row: Completion, rule: Equivalence) -> Earned:
    """Named by the completion and the other course: whatever rules come and go, it counts as that course once."""
    evidence = f"「{row.course_title}」の修了。{rule.ground}"[:200]
    source_id = f"{equivalents_prefix(row)}{rule.counts_as_id}"
    return Earned(
        row.employee_id, rule.counts_as, row.completed_at, Completion.Source.EQUIVALENT, source_id, evidence
    )  # fmt: skip


def equivalents_prefix(completion: Completion) -> str:
    """How the source ids begin of what a completion counts as."""
    return f"equivalence:{completion.pk}:"


def _not_yet_recorded(earned: Sequence[Earned]) -> list[Earned]:
    """Each source once, as it was first said; without those in the books."""
    first: dict[tuple[str, str], Earned] = {}
    for one in earned:
        first.setdefault((one.source, one.source_id), one)
    known: set[tuple[str, str]] = set()
    for start in range(0, len(earned), _CHUNK):
        ids = [one.source_id for one in earned[start : start + _CHUNK]]
        known.update(Completion.objects.filter(source_id__in=ids).values_list("source", "source_id"))
    return [one for source, one in first.items() if source not in known]


@transaction.atomic
def record_lesson_read(*, employee: Employee, course: Course, lesson_key: str, turn: int, at: datetime) -> None:
    """A chapter was read to its end; saying so again in the same turn of a fiscal year changes nothing."""
    row = LessonRead(
        employee=employee, course=course, lesson_key=lesson_key, fiscal_year=fiscal_year_of(at), turn=turn,
        recorded_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # it was said before, perhaps by another press in this moment
        return
    subject = f"{employee.staff_number} {course.code} {lesson_key}"
    append(actor=employee.staff_number, action="章の受講", subject=subject, at=at, facts=[row])


@transaction.atomic
def write_sheet(*, sheet: AttendanceSheet, employees: Sequence[Employee]) -> None:
    """The sheet with those ticked on it; nobody has completed anything yet."""
    sheet.save(force_insert=True)
    ticked = [Attendant(sheet=sheet, employee=person, recorded_at=sheet.recorded_at) for person in employees]
    Attendant.objects.bulk_create(ticked, batch_size=_CHUNK)
    actor, facts = sheet.recorded_by.staff_number, [sheet, *ticked]
    append(actor=actor, action="出席簿の記録", subject=subject_of(sheet), at=sheet.recorded_at, facts=facts)


@transaction.atomic
def complete_attendants(*, sheet: AttendanceSheet, actor: str, at: datetime) -> list[Completion]:
    """One completion for each person ticked on the sheet, on the day it was held; none for who has completed the
    course on that day already, by another sheet perhaps."""
    completed_at = datetime.combine(sheet.held_on, time(12), TOKYO)
    day = Completion.objects.valid().between(start_of_day(sheet.held_on), end_of_day(sheet.held_on))
    done = day.filter(course=sheet.course).values("employee")
    earned = [
        Earned(pk, sheet.course, completed_at, sheet.method, f"sheet:{sheet.pk}:{pk}", sheet.evidence)
        for pk in sheet.attendants.exclude(employee__in=done).order_by("pk").values_list("employee_id", flat=True)
    ]
    return record_completions(earned=earned, actor=actor, subject=subject_of(sheet), at=at)


def subject_of(sheet: AttendanceSheet) -> str:
    """What the ledger calls a sheet."""
    return f"{sheet.department.code} {sheet.course.code}" if sheet.department else sheet.course.code


@transaction.atomic
def cancel_completion(
    *, completion: Completion, reason: str, cancelled_by: Employee, at: datetime
) -> CompletionCancellation:
    """A completion that should not stand, and with it what it counts as. All stay in the books."""
    Completion.objects.select_for_update().get(pk=completion.pk)  # who cancels it at this moment is waited for
    known = CompletionCancellation.objects.filter(completion=completion).first()
    if known:
        return known
    counted = Completion.objects.valid().filter(
        source=Completion.Source.EQUIVALENT, source_id__startswith=equivalents_prefix(completion)
    )
    rows = [
        CompletionCancellation.objects.create(
            completion=one, reason=reason, cancelled_by=cancelled_by, recorded_at=at
        )
        for one in (completion, *counted)
    ]  # fmt: skip
    subject = f"修了記録 {completion.pk}"
    append(actor=cancelled_by.staff_number, action="修了の取消し", subject=subject, at=at, facts=rows)
    return rows[0]
