"""A paper in the words that are right now, with a number of its own, after one that was revoked for wrong words.

The revoked one stays in the register with its number. The new words come from the same facts as any paper's: from the
completion, the names in the books of today, the signer of the new 交付日.
"""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from lms.certificates.candidates import counting_day
from lms.certificates.checking.papers import words
from lms.certificates.drafts import Draft, personal_drafts
from lms.certificates.issuing import (
    CannotGiveError,
    Decision,
    all_drawable,
    check_day,
    checked_department_drafts,
    give_drafts,
)
from lms.certificates.models import Certificate, Series
from lms.certificates.series import held_series, hold
from lms.certificates.subjects import subjects
from lms.lib.fiscal_year import fiscal_year
from lms.records.models import Completion


@transaction.atomic
def give_anew(*, certificate: Certificate, decision: Decision, given_on: date, actor: str, at: datetime) -> Certificate:
    """The new paper. Somebody who asks twice gets the paper of the first time."""
    hold(certificate.series)
    old = Certificate.objects.with_state().select_related("series").get(pk=certificate.pk)
    if old.state != Certificate.State.REVOKED:
        raise CannotGiveError(
            f"{old.number_text}は取り消されていません。改めて交付できるのは、取り消した証書だけです。"
        )
    if hasattr(old.revocation, "followed_by"):
        return old.revocation.followed_by
    if given_on < old.revocation.revoked_on:
        raise CannotGiveError("交付日は、証書を取り消した日以後の日にしてください。")
    series = held_series(old.series.office, old.series.kind, fiscal_year(given_on), actor=actor, at=at)
    draft = draft_anew(old, given_on)
    following = replace(draft, columns={**draft.columns, "follows": old.revocation})
    batch = give_drafts(series, [following], given_on, decision, actor, at)
    new: Certificate = batch.certificates.get()
    return new


def words_anew(old: Certificate, on: date) -> list[tuple[str, str]]:
    """The lines of the paper if it were given on a day, by their labels."""
    said = draft_anew(old, on).payload(number="", public_id="")
    return words(Certificate(series=old.series, payload=said))


def draft_anew(old: Certificate, on: date) -> Draft:
    """What the paper would say today. Raises CannotGiveError where there is nothing to certify any more."""
    if old.series.kind == Series.Kind.DEPARTMENT:
        return _department_draft(old, on)
    return _personal_draft(old, on)


def _personal_draft(old: Certificate, on: date) -> Draft:
    standing = Completion.objects.valid().select_related("course", "employee")
    completion = standing.filter(pk=old.completion_id).first()
    if completion is None:
        raise CannotGiveError("修了が取り消されているため、改めて交付できません。")
    other = Certificate.objects.standing().filter(
        employee=old.employee_id, subject_code=old.subject_code, fiscal_year=old.fiscal_year
    )
    if held := other.first():
        raise CannotGiveError(f"同じ研修の有効な証書（{held.number_text}）があるため、改めて交付できません。")
    check_day(on, completion.completed_at)
    (draft,) = all_drawable(personal_drafts([completion], on))
    return draft


def _department_draft(old: Certificate, on: date) -> Draft:
    known = {subject.code: subject for subject in subjects([old.series.office], old.fiscal_year)}
    if old.subject_code not in known:
        raise CannotGiveError("年度の研修計画にない研修のため、改めて交付できません。")
    counted_on = counting_day(old.fiscal_year, on)
    (draft,) = checked_department_drafts(known[old.subject_code], old.fiscal_year, counted_on, [old.department_id], on)
    return draft
