"""Beginning and closing an attempt."""

import hashlib
from datetime import datetime
from random import Random, SystemRandom
from typing import Any

from django.db import IntegrityError, transaction

from lms.ledger.appending import append
from lms.ledger.digests import canonical
from lms.people.models import Employee
from quizzes.drawing import draw
from quizzes.grading import Result
from quizzes.models import Attempt, Item, Quiz

# Questions must not be foreseeable from earlier papers.
_CHANCE = SystemRandom()


def start_attempt(*, employee: Employee, quiz: Quiz, at: datetime, rng: Random = _CHANCE) -> Attempt:
    """The attempt that is still open, or a new one. Raises BankTooSmallError when the bank is too small."""
    last = Attempt.objects.filter(employee=employee, quiz=quiz).order_by("-number").first()
    if last is not None and last.submitted_at is None:
        return last
    try:
        return _begin(employee, quiz, last.number + 1 if last else 1, at, rng)
    except IntegrityError:
        # Two presses at once: the other one was first, and its attempt is the open one.
        return Attempt.objects.open().get(employee=employee, quiz=quiz)


@transaction.atomic
def _begin(employee: Employee, quiz: Quiz, number: int, at: datetime, rng: Random) -> Attempt:
    items = Item.objects.filter(bank=quiz.bank_id, state=Item.State.APPROVED).order_by("key")
    paper = draw(list(items), quiz.draws, rng)
    attempt = Attempt.objects.create(
        employee=employee,
        quiz=quiz,
        number=number,
        paper=paper.to_json(),
        pass_percent=quiz.pass_percent,
        recorded_at=at,
    )
    append(
        actor=employee.staff_number, action="受験の開始", subject=f"attempt {attempt.pk}", at=at,
        payload={"quiz": quiz.code, "number": number}, facts=[attempt],
    )  # fmt: skip
    return attempt


@transaction.atomic(savepoint=False)
def close_attempt(*, attempt: Attempt, result: Result, at: datetime) -> bool:
    """Submit once and for ever. Says whether this call did it: of two presses one claims the row, the other gets False.

    Either way `attempt` afterwards holds what is stored.
    """
    values = {
        "submitted_at": at, "score": result.score, "passed": result.score >= attempt.pass_percent,
        "result": result.to_json(),
    }  # fmt: skip
    if not Attempt.objects.open().filter(pk=attempt.pk).update(**values):
        attempt.refresh_from_db(fields=values)
        return False
    for name, value in values.items():
        setattr(attempt, name, value)
    payload = {"score": attempt.score, "passed": attempt.passed, "result": _digest(attempt.result)}
    append(
        actor=attempt.employee.staff_number, action="解答の提出", subject=f"attempt {attempt.pk}", at=at,
        payload=payload, facts=[attempt],
    )  # fmt: skip
    return True


def _digest(result: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(result).encode()).hexdigest()
