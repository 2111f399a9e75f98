"""Beginning and closing an attempt."""

import hashlib
from dataclasses import dataclass, fields
from datetime import datetime
from random import Random, SystemRandom
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, QuerySet

from lms.ledger.appending import append
from lms.ledger.digests import canonical
from lms.lib.prepared import Parameter, Prepared
from lms.people.models import Employee
from quizzes.drawing import draw
from quizzes.grading import Result
from quizzes.models import Attempt, Item, Quiz

# Questions must not be foreseeable from earlier papers.
_CHANCE = SystemRandom()


def start_attempt(*, employee: Employee, quiz: Quiz, at: datetime, rng: Random = _CHANCE) -> Attempt:
    """The attempt that is still open, or a new one. Raises BankTooSmallError when the bank is too small."""
    last = next(iter(sittings(employee, quiz)), None)
    if last is not None and last.submitted_at is None:
        return Attempt.objects.get(pk=last.pk)
    try:
        return _begin(employee, quiz, last.number + 1 if last else 1, at, rng)
    except IntegrityError:
        # Two presses at once: the other one was first, and its attempt is the open one.
        return Attempt.objects.open().get(employee=employee, quiz=quiz)


@dataclass(frozen=True)
class Sitting:
    """An attempt without its paper. Open while `submitted_at` is empty."""

    pk: int
    number: int
    recorded_at: datetime
    submitted_at: datetime | None
    score: int | None
    passed: bool | None


def sittings(employee: Employee, quiz: Quiz) -> list[Sitting]:
    """All attempts of a person at a test, the newest first. One query."""
    return [Sitting(*row) for row in _sittings(employee=employee.pk, quiz=quiz.pk)]


def _rows_of_sittings() -> QuerySet:
    own = Attempt.objects.filter(
        employee=Parameter("employee", BigIntegerField()), quiz=Parameter("quiz", BigIntegerField())
    )
    return own.order_by("-number").values_list(*(field.name for field in fields(Sitting)))


_sittings = Prepared(_rows_of_sittings)


@transaction.atomic
def _begin(employee: Employee, quiz: Quiz, number: int, at: datetime, rng: Random) -> Attempt:
    paper = draw(_items(quiz, rng), quiz.draws, rng)
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


def _items(quiz: Quiz, rng: Random) -> list[Item]:
    """As many approved questions as the test asks, by chance; a bank may hold hundreds."""
    approved = [pk for (pk,) in _approved(bank=quiz.bank_id)]
    chosen = rng.sample(approved, min(quiz.draws, len(approved)))
    return list(Item.objects.filter(pk__in=chosen).order_by("key"))


def _rows_of_approved() -> QuerySet:
    bank = Parameter("bank", BigIntegerField())
    return Item.objects.filter(bank=bank, state=Item.State.APPROVED).order_by("key").values_list("pk")


_approved = Prepared(_rows_of_approved)


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
