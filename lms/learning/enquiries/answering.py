"""What the office does with a question: answer it, and publish it for everybody in other words.

The entries in 操作記録 name neither who asked nor what; the words of a よくある質問 are the office's own.
"""

from datetime import datetime

from django.db import transaction

from courses.models import FaqEntry
from lms.learning.enquiries.enquiry import Enquiry
from lms.ledger.appending import append
from lms.people.models import Employee


class OvertakenError(ValueError):
    """Somebody else of the office was quicker."""

    def __init__(self) -> None:
        super().__init__(
            "ほかの担当者が先に回答しました。この回答は送っていません。今の回答を読み、必要なときだけ改めてください。"
        )


@transaction.atomic
def answer(*, enquiry: Enquiry, text: str, seen: str, by: Employee, at: datetime) -> None:
    """Answer it, or put another answer in the place of the one that was `seen` (its stamp)."""
    row = _locked(enquiry)
    if row.stamp != seen:
        raise OvertakenError
    row.answer, row.answered_by, row.answered_at, row.seen_at = text, by, at, None
    row.save(update_fields=["answer", "answered_by", "answered_at", "seen_at"])
    append(actor=by.staff_number, action="質問への回答", subject=_subject(row), at=at)


@transaction.atomic
def publish(*, enquiry: Enquiry, question: str, text: str, by: Employee, at: datetime) -> FaqEntry:
    """As a よくある質問 of the course. Pressed again, it is the one that is there."""
    row = _locked(enquiry)
    if row.faq:
        return row.faq
    row.faq = FaqEntry.objects.create(course=row.course, question=question, answer=text)
    row.save(update_fields=["faq"])
    payload = {"enquiry": row.pk, "after": {"question": question, "answer": text}}
    append(
        actor=by.staff_number, action="よくある質問の掲載", subject=f"よくある質問 {row.course.code} {row.faq.pk}",
        at=at, payload=payload,
    )  # fmt: skip
    return row.faq


@transaction.atomic
def record_look(*, enquiry: Enquiry, actor: str, at: datetime) -> None:
    """監査担当 read it."""
    append(actor=actor, action="職員からの質問の閲覧", subject=_subject(enquiry), at=at)


def _locked(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.select_for_update(of=("self",)).select_related("course", "faq").get(pk=enquiry.pk)


def _subject(enquiry: Enquiry) -> str:
    return f"質問 {enquiry.course.code} {enquiry.pk}"
