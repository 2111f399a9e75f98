"""Beginning and closing an attempt."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from random import Random, SystemRandom
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, Exists, Q, QuerySet

from lms.ledger.appending import append
from lms.ledger.digests import canonical
from lms.lib.joined import Joined
from lms.lib.prepared import Parameter, Prepared
from lms.people.models import Employee
from quizzes.allowing import extra_of
from quizzes.drawing import Paper, draw, draw_as_written
from quizzes.grading import Result
from quizzes.models import Attempt, Item, Quiz, QuizPart
from quizzes.rules import deadline, of_this_year, passes, refusal
from quizzes.selecting import Candidate, Wanted, any_of, select
from quizzes.versions import current_versions

# Questions must not be foreseeable from earlier papers.
_CHANCE = SystemRandom()


class CannotStartError(ValueError):
    """The settings of the test do not allow another attempt now; the message says why."""


def start_attempt(
    *, employee: Employee, quiz: Quiz, at: datetime, since: datetime | None = None, rng: Random = _CHANCE
) -> Attempt:
    """The attempt that is still open, or a new one. Raises CannotStartError, or BankTooSmallError.

    `since`: the moment in the year from which attempts count, where those before it count no more.
    """
    earlier = sittings(employee, quiz)
    last = next(iter(earlier), None)
    if last is not None and last.submitted_at is None:
        return Attempt.objects.get(pk=last.pk)
    extra = extra_of(employee, quiz, at)
    if words := refusal(quiz, extra, earlier, at, since):
        raise CannotStartError(words)
    number = last.number + 1 if last else 1
    try:
        return _begin(employee, quiz, number, deadline(quiz, extra, at), at, rng)
    except IntegrityError:
        # Two presses at once: the other one was first, and its attempt is the open one.
        return Attempt.objects.open().get(employee=employee, quiz=quiz)


@dataclass(frozen=True)
class Sitting:
    """An attempt without its paper. Open while `submitted_at` is empty."""

    pk: int
    number: int
    recorded_at: datetime
    deadline: datetime | None
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
def _begin(employee: Employee, quiz: Quiz, number: int, until: datetime | None, at: datetime, rng: Random) -> Attempt:
    attempt = Attempt.objects.create(
        employee=employee, quiz=quiz, number=number, paper=_paper(quiz, rng).to_json(),
        pass_percent=quiz.pass_percent, deadline=until, recorded_at=at,
    )  # fmt: skip
    append(
        actor=employee.staff_number, action="受験の開始", subject=f"attempt {attempt.pk}", at=at,
        payload={"quiz": quiz.code, "number": number}, facts=[attempt],
    )  # fmt: skip
    return attempt


def _paper(quiz: Quiz, rng: Random) -> Paper:
    """As many approved questions as the test asks, by chance; a bank may hold many thousands."""
    chosen = drawn_items(quiz, rng)
    if quiz.shuffles_questions:
        rng.shuffle(chosen)
    versions = current_versions(chosen)
    return draw(versions, rng) if quiz.shuffles_options else draw_as_written(versions, rng)


def drawn_items(quiz: Quiz, rng: Random) -> list[int]:
    """The questions of one paper by chance, in the order of the parts and of the bank."""
    parts = [Wanted(*row) for row in _parts(quiz=quiz.pk)]
    if not parts:
        approved = ",".join(ids for (ids,) in _approved(bank=quiz.bank_id))
        chosen = any_of([int(pk) for pk in approved.split(",") if pk], quiz.draws, rng)
        return chosen if quiz.shuffles_questions else _in_order(chosen)
    candidates = [Candidate._make(row) for row in _candidates(quiz=quiz.pk, bank=quiz.bank_id)]
    return select(candidates, parts, rng)


def question_count(quiz: Quiz) -> int:
    """How many questions the test asks. One query."""
    return sum(count for count, *_ in _parts(quiz=quiz.pk)) or quiz.draws


def _rows_of_parts() -> QuerySet:
    parts = QuizPart.objects.filter(quiz=Parameter("quiz", BigIntegerField())).order_by("pk")
    return parts.values_list("count", "category", "tag", "key")


def _rows_of_approved() -> QuerySet:
    approved = Item.objects.filter(bank=Parameter("bank", BigIntegerField()), state=Item.State.APPROVED)
    return approved.order_by().values("bank").annotate(ids=Joined("pk", ",")).values_list("ids")


def _in_order(items: Sequence[int]) -> list[int]:
    return list(Item.objects.filter(pk__in=items).order_by("key").values_list("pk", flat=True))


def _rows_of_candidates() -> QuerySet:
    """The approved questions that the parts of a test speak of."""
    parts = QuizPart.objects.filter(quiz=Parameter("quiz", BigIntegerField()))
    named = Q(category__in=parts.exclude(category="").values("category"))
    named |= Q(key__in=parts.exclude(key="").values("key"))
    anything = Exists(parts.filter(category="", key=""))
    bank = Item.objects.filter(bank=Parameter("bank", BigIntegerField()), state=Item.State.APPROVED)
    return bank.filter(named | anything).order_by("key").values_list(*Candidate._fields)


_parts = Prepared(_rows_of_parts)
_candidates = Prepared(_rows_of_candidates)
_approved = Prepared(_rows_of_approved)


@transaction.atomic(savepoint=False)
def close_attempt(*, attempt: Attempt, result: Result, at: datetime, since: datetime | None = None) -> bool:
    """Submit once and for ever; when it is late, as of the deadline.

    Says whether this call did it: of two presses one claims the row, the other gets False.

    Either way `attempt` afterwards holds what is stored.
    """
    values = {
        "submitted_at": min(at, attempt.deadline or at), "score": result.score,
        "passed": _passes(attempt, result.score, since), "result": result.to_json(),
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


def _passes(attempt: Attempt, score: int, since: datetime | None) -> bool:
    rule, earlier = attempt.quiz, []
    if rule.grade_rule == Quiz.GradeRule.AVERAGE:
        # Of the year in which it was begun: what runs out of time on 31 March is graded after midnight.
        done = of_this_year(sittings(attempt.employee, rule), attempt.recorded_at, since)
        earlier = [one.score for one in done if one.score is not None]
    return passes(rule, earlier, score, attempt.pass_percent)


def _digest(result: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(result).encode()).hexdigest()
