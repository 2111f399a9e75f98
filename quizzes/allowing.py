"""受講上の配慮 for a test: giving it, taking it back, and what somebody has."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from lms.ledger.appending import append
from lms.lib.fiscal_year import local_date
from lms.people.models import Employee, Posting
from quizzes.models import Allowance, Quiz
from quizzes.rules import NOTHING_EXTRA, Extra


@transaction.atomic
def allow(*, allowance: Allowance, actor: str, at: datetime) -> Allowance:
    """Give it from now on. The reason stays in the row; more people read the ledger."""
    allowance.recorded_at = at
    allowance.save()
    append(actor=actor, action="受講上の配慮の記録", subject=_subject(allowance), at=at, facts=[allowance])
    return allowance


@transaction.atomic
def take_back(*, allowance: Allowance, actor: str, at: datetime) -> bool:
    """It holds no longer; attempts that have begun keep their deadline. Says whether this call did it."""
    if not Allowance.objects.known().filter(pk=allowance.pk).void(at):
        return False
    append(actor=actor, action="受講上の配慮の取消し", subject=_subject(allowance), at=at)
    return True


def extra_of(employee: Employee, quiz: Quiz, at: datetime) -> Extra:
    """The most that somebody's own allowances and those of the department of the main posting give.

    One query; none for a test without limits, of which there is nothing to be allowed.
    """
    if not (quiz.attempts_allowed or quiz.time_limit or quiz.closes_at):
        return NOTHING_EXTRA
    departments = Posting.objects.on(local_date(at)).filter(employee=employee, kind=Posting.Kind.MAIN)
    own = Q(employee=employee) | Q(department__in=departments.values("department"))
    given = Allowance.objects.known().filter(own, quiz=quiz)
    rows = list(given.values_list("extra_minutes", "extra_attempts", "closes_at"))
    return Extra(
        max((minutes for minutes, _, _ in rows), default=0),
        max((attempts for _, attempts, _ in rows), default=0),
        max((closes_at for _, _, closes_at in rows if closes_at), default=None),
    )


def _subject(allowance: Allowance) -> str:
    return f"allowance {allowance.pk}, quiz {allowance.quiz_id}"
