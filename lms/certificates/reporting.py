"""課別研修実施状況報告書 from the facts of a day, without a number. Once confirmed, lms.reports keeps it."""

from datetime import date, datetime

from django.db import transaction

from courses.models import Course
from lms.certificates.drafts import held_training
from lms.certificates.heads import heads
from lms.certificates.models import Series
from lms.certificates.papers import report
from lms.certificates.papers.layout import draw
from lms.certificates.papers.report import Confirmation
from lms.certificates.papers.wording import digits
from lms.certificates.signers import holder, signing_office
from lms.certificates.standing import methods, standings
from lms.certificates.subjects import course_subject
from lms.ledger.appending import append
from lms.ledger.heads import dated_head_line
from lms.people.city import city
from lms.people.organisation import Organisation, organisation
from lms.people.roles import Office, Role


def status_report(*, course: Course, year: int, department_id: int, on: date, at: datetime) -> bytes:
    """The PDF of a reporting department about one course, as known now (`at`) for the day `on`."""
    return draw(report_payload(course=course, year=year, department_id=department_id, on=on, at=at))


def report_payload(
    *, course: Course, year: int, department_id: int, on: date, at: datetime, confirmation: Confirmation | None = None
) -> dict[str, object]:
    """Every word of it; not confirmed yet, with spaces to write in."""
    subject, as_of = course_subject(course), organisation(on)
    standing = standings(as_of, subject, year, on, [department_id])[department_id]
    return report.payload(
        held=held_training(subject, year, on),
        on=on,
        standing=standing,
        by_source=methods(subject, year, on, standing.finished),
        sender=_sender(course, as_of, department_id, on),
        addressee=_addressee(course, on),
        confidentiality=city().confidentiality_label,
        confirmation=confirmation,
        ledger=dated_head_line(at),
    )


@transaction.atomic
def record_report(*, course: Course, department: str, purpose: str, actor: str, at: datetime) -> None:
    """The report names those who are not done: whoever takes one out leaves a trace."""
    subject = f"課別研修実施状況報告書 {course.code} {department}"
    append(actor=actor, action="出力", subject=subject, at=at, payload={"purpose": purpose})


def _sender(course: Course, as_of: Organisation, department_id: int, on: date) -> report.Sender:
    """In matters of security 情報セキュリティ管理者: the head, unless the city has appointed another there."""
    head = heads(as_of, [department_id], on)[department_id]
    if course.office != Office.SECURITY:
        return report.Sender(head.title, head.title, head.name)
    appointed = heads(as_of, [department_id], on, Role.SECURITY_MANAGER)[department_id]
    manager = appointed if appointed.name else head
    return report.Sender(f"情報セキュリティ管理者（{manager.title}）", manager.title, manager.name)


def _addressee(course: Course, on: date) -> str:
    """Who signs the office's own papers to departments; the bare office where nobody is registered."""
    signing = signing_office(course.office, Series.Kind.DEPARTMENT)
    found = holder(signing, on)
    return digits(found.title) if found else str(signing.label)
