"""受講上の配慮 for a test: giving it, taking it back, and what somebody has."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from lms.ledger.appending import append
from lms.lib.fiscal_year import local_date
from lms.people.models import Employee, Posting
from lms.people.organisation import organisation
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
    payload = {"voided": {Allowance._meta.label: [allowance.pk]}}
    append(actor=actor, action="受講上の配慮の取消し", subject=_subject(allowance), at=at, payload=payload)
    return True


def extra_of(employee: Employee, quiz: Quiz, at: datetime) -> Extra:
    """The most that somebody's own allowances give, and those of the department of the main posting and all above it.

    One query, with allowances of departments three; none for a test without limits, where nothing can be allowed.
    """
    if not (quiz.attempts_allowed or quiz.time_limit or quiz.closes_at):
        return NOTHING_EXTRA
    possible = Allowance.objects.known().filter(Q(employee=employee) | Q(employee=None), quiz=quiz)
    rows = list(possible.values_list("department_id", "extra_minutes", "extra_attempts", "closes_at"))
    places = _places(employee, local_date(at)) if any(department for department, *_ in rows) else frozenset()
    given = [row for department, *row in rows if department is None or department in places]
    return Extra(
        max((minutes for minutes, _, _ in given), default=0),
        max((attempts for _, attempts, _ in given), default=0),
        max((closes_at for _, _, closes_at in given if closes_at), default=None),
    )


def _places(employee: Employee, on: date) -> frozenset[int]:
    """The department of the main posting and all above it."""
    city, posts = organisation(on), Posting.objects.on(on).filter(employee=employee, kind=Posting.Kind.MAIN)
    return frozenset(above for post in posts for above in city.upwards(post.department_id))


def _subject(allowance: Allowance) -> str:
    """A person first, so that the entry is found among those about the person."""
    whom = allowance.employee.staff_number if allowance.employee else f"所属 {allowance.department}"
    return f"{whom} {allowance.quiz.code}"
