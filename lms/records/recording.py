"""The acts by which learning becomes a fact. Every one is safe to repeat."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from courses.models import Course
from lms.ledger.appending import append
from lms.lib.fiscal_year import TOKYO, fiscal_year_of, local_date
from lms.people.models import Department, Employee
from lms.people.organisation import organisation
from lms.people.postings import Seat, seats
from lms.records.models import AttendanceSheet, Completion, CompletionCancellation, LessonRead

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

    def row(self, seat: Seat, at: datetime) -> Completion:
        return Completion(
            employee_id=self.employee_id, course=self.course, completed_at=self.completed_at, recorded_at=at,
            source=self.source, source_id=self.source_id, evidence=self.evidence,
            course_title=self.course.title, course_revision=self.course.revision,
            department_name=seat.department_name, job_title=seat.job_title,
        )  # fmt: skip


@transaction.atomic
def record_completion(*, employee: Employee, earned: Earned, actor: str, at: datetime) -> Completion:
    """The completion of what was earned: recorded now, or the one recorded when this was first said."""
    known = Completion.objects.filter(source=earned.source, source_id=earned.source_id).first()
    if known:
        return known
    day = local_date(earned.completed_at)
    row = earned.row(seats(organisation(day), day, [employee.pk]).get(employee.pk, _NOWHERE), at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # another process recorded the same source in this moment
        return Completion.objects.get(source=earned.source, source_id=earned.source_id)
    append(
        actor=actor, action="修了の記録", subject=f"{employee.staff_number} {earned.course.code}", at=at, facts=[row]
    )
    return row


@transaction.atomic
def record_completions(*, earned: Sequence[Earned], actor: str, subject: str, at: datetime) -> list[Completion]:
    """Many completions at once with one ledger entry; what is already in the books is left out."""
    by_day: dict[date, list[Earned]] = defaultdict(list)
    for one in _not_yet_recorded(earned):
        by_day[local_date(one.completed_at)].append(one)
    rows: list[Completion] = []
    for day, ones in by_day.items():
        seated = seats(organisation(day), day, [one.employee_id for one in ones])
        rows.extend(one.row(seated.get(one.employee_id, _NOWHERE), at) for one in ones)
    Completion.objects.bulk_create(rows, batch_size=_CHUNK)
    if rows:
        append(actor=actor, action="修了の一括記録", subject=subject, at=at, facts=rows)
    return rows


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


def record_lesson_read(*, employee: Employee, course: Course, lesson_key: str, at: datetime) -> None:
    """A chapter was read to its end; saying so again in the same fiscal year changes nothing."""
    row = LessonRead(
        employee=employee, course=course, lesson_key=lesson_key, fiscal_year=fiscal_year_of(at), recorded_at=at
    )
    LessonRead.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def record_attendance(
    *,
    course: Course,
    department: Department,
    method: str,
    held_on: date,
    evidence: str,
    recorded_by: Employee,
    employees: Sequence[Employee],
    at: datetime,
) -> AttendanceSheet:
    """A training away from the screen: one sheet, and one completion for each who attended."""
    sheet = AttendanceSheet.objects.create(
        course=course, department=department, method=method, held_on=held_on, evidence=evidence,
        recorded_by=recorded_by, recorded_at=at,
    )  # fmt: skip
    subject = f"{department.code} {course.code}"
    append(actor=recorded_by.staff_number, action="出席簿の記録", subject=subject, at=at, facts=[sheet])
    completed_at = datetime.combine(held_on, time(12), TOKYO)
    earned = [
        Earned(person.pk, course, completed_at, method, f"sheet:{sheet.pk}:{person.pk}", evidence)
        for person in employees
    ]
    record_completions(earned=earned, actor=recorded_by.staff_number, subject=subject, at=at)
    return sheet


@transaction.atomic
def cancel_completion(
    *, completion: Completion, reason: str, cancelled_by: Employee, at: datetime
) -> CompletionCancellation:
    """A completion that should not stand. It stays in the books, with the cancellation beside it."""
    known = CompletionCancellation.objects.filter(completion=completion).first()
    if known:
        return known
    row = CompletionCancellation.objects.create(
        completion=completion, reason=reason, cancelled_by=cancelled_by, recorded_at=at
    )
    subject = f"修了記録 {completion.pk}"
    append(actor=cancelled_by.staff_number, action="修了の取消し", subject=subject, at=at, facts=[row])
    return row
