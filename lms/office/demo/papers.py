"""Papers that the made-up city has already given, after its decision of the end of July."""

from datetime import date, datetime

from courses.models import Course
from lms.certificates.candidates import departments_done
from lms.certificates.issuing import Decision, give_department, give_personal
from lms.certificates.subjects import course_subject
from lms.office.demo.year import ACTOR
from lms.people.organisation import organisation
from lms.people.roles import Office
from lms.records.models import Completion

_PERSONAL = 12


def give_papers(*, fiscal_year: int, on: date, at: datetime) -> None:
    """Some 修了証書 and one 課別修了証明書 for 情報セキュリティ基礎; nothing before the day they are decided."""
    given_on = date(fiscal_year, 7, 31)
    course = Course.objects.filter(code="S-01", office=Office.SECURITY).first()
    if on < given_on or course is None:
        return
    decision = Decision(given_on, "総務課長", f"総第{fiscal_year - 2018}-56号")
    early = Completion.objects.valid().filter(course=course, completed_at__date__lte=given_on).exclude(
        source=Completion.Source.MIGRATED
    )  # fmt: skip
    chosen = list(early.select_related("course", "employee").order_by("completed_at", "pk")[:_PERSONAL])
    if chosen:
        give_personal(completions=chosen, decision=decision, given_on=given_on, actor=ACTOR, at=at)
    world, subject = organisation(given_on), course_subject(course)
    done = sorted(pk for _, pk in departments_done(world, [subject], fiscal_year, given_on))
    if done:
        give_department(
            subject=subject, year=fiscal_year, departments=done[:1], counted_on=given_on, decision=decision,
            given_on=given_on, actor=ACTOR, at=at,
        )  # fmt: skip
