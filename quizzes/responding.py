"""Keeping the answers of an attempt as they are given."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import BigIntegerField, QuerySet

from lms.lib.prepared import Parameter, Prepared
from quizzes.drawing import Asked
from quizzes.kinds.kind import Posted, Value
from quizzes.models import Attempt, Quiz, Response
from quizzes.rules import open_positions

# In one statement, because answers are what everybody writes at once. The attempt is locked against a submission of the
# same moment, which grades what is kept then; an answer takes the place of an earlier one only if whoever gave it knew
# that one, and nothing takes the place of what was left for good. The ORM has none of these conditions.
_KEEP = """
INSERT INTO quizzes_response (attempt_id, position, value, operation, saved_at)
SELECT id, %s, %s, %s, %s FROM quizzes_attempt WHERE id = %s AND submitted_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM quizzes_response later
    WHERE later.attempt_id = quizzes_attempt.id AND later.position >= %s AND later.left_at IS NOT NULL
) {lock}
ON CONFLICT (attempt_id, position) DO UPDATE
SET value = excluded.value, operation = excluded.operation, saved_at = excluded.saved_at
WHERE quizzes_response.left_at IS NULL AND quizzes_response.operation IN ({known})
"""


@dataclass(frozen=True)
class Kept:
    """An answer as it is kept, and the operation that brought it, which is its version. `left`: it stays for good."""

    value: Value
    operation: str
    left: bool


class AnswerError(ValueError):
    """An answer that this attempt cannot take; the message says why and what to do."""


class ClosedError(AnswerError):
    """The attempt takes no answers any more."""

    words = "この受験は提出済みか、解答の期限を過ぎたため、解答を変更できません。採点の結果を確認してください。"

    def __init__(self) -> None:
        super().__init__(self.words)


class LeftError(ClosedError):
    """The question was left for good: the test has no way back."""

    words = "次の問題へ進んだため、前の問題には戻れません。保存済みの解答は、そのまま残っています。"


class OutdatedError(AnswerError):
    """Another screen saved other answers at `positions` after this one had last seen them; those stand."""

    def __init__(self, positions: Sequence[int]) -> None:
        self.positions = tuple(positions)
        named = "、".join(f"問{position}" for position in self.positions)
        super().__init__(
            f"{named}の解答は、別の画面で後から変更されています。"
            "保存されている解答を表示しています。確認して、変えるときは選び直してください。"
        )


def kept(attempt: Attempt) -> dict[int, Kept]:
    """What is kept by position. A position that was never answered is missing."""
    rows = _kept(attempt=attempt.pk)
    return {position: Kept(value, operation, left_at is not None) for position, value, operation, left_at in rows}


def left(stands: Mapping[int, Kept]) -> list[int]:
    """Of what is kept, the positions that were left for good."""
    return [position for position, one in stands.items() if one.left]


def answers(attempt: Attempt) -> dict[int, Value]:
    """What was answered, by position."""
    return {position: one.value for position, one in kept(attempt).items()}


def given(attempt: Attempt, position: int, data: Posted) -> Value:
    """What a form says about one question; raises AnswerError for a position that the paper does not have."""
    question = _asked(attempt, position)
    return question.rules.read(question.order, field(position), data)


def field(position: int) -> str:
    """What the names of a question's controls begin with."""
    return f"q{position}"


def save_response(
    *, attempt: Attempt, position: int, value: Value, operation: str, known: Sequence[str], at: datetime
) -> None:
    """Keep an answer. The same operation again (a request sent twice) changes nothing.

    `known` are the operations that its screen knows of at this position: the one it found there and those it sent
    itself. Raises OutdatedError when another one is kept, ClosedError after submission and deadline.
    """
    _check(attempt, position, value, at)
    versions = known or [""]
    with connection.cursor() as cursor:
        cursor.execute(_statement(len(versions)), _row(attempt, position, value, operation, versions, at))
        done = cursor.rowcount == 1
    if not done:
        _explain(attempt, position, operation)


def save_all(
    *, attempt: Attempt, values: Mapping[int, Value], operation: str, known: Mapping[int, str], at: datetime
) -> None:
    """Keep the answers of a whole form at once: what a browser without scripts sends.

    `known` has the operations that stood at each position when the form was made. Answers that nobody else changed
    since are kept; for the others OutdatedError is raised.
    """
    for position, value in values.items():
        _check(attempt, position, value, at)
    stood = kept(attempt)
    # A question left empty needs no row, an answer left as it was no new version; what was left for good stays.
    still_open = set(values) & set(open_positions(len(attempt.paper["questions"]), left(stood)))
    changed = {p: values[p] for p in sorted(still_open) if values[p] != _stands(attempt, p, stood)}
    rows = [_row(attempt, p, value, operation, [known.get(p, "")], at) for p, value in changed.items()]
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.executemany(_statement(known=1), rows)
    stands = kept(attempt)
    if set(changed) - set(open_positions(len(attempt.paper["questions"]), left(stands))):
        raise LeftError
    if late := [p for p in changed if p not in stands or stands[p].operation != operation]:
        raise OutdatedError(late)


def leave_question(*, attempt: Attempt, position: int, at: datetime) -> None:
    """Go on from a question of a test that has no way back; unanswered, it stays so."""
    empty = _asked(attempt, position).rules.empty
    Response.objects.bulk_create(
        [Response(attempt=attempt, position=position, value=empty, operation="", saved_at=at, left_at=at)],
        update_conflicts=True, unique_fields=["attempt", "position"], update_fields=["left_at"],
    )  # fmt: skip


def _statement(known: int) -> str:
    """With places for so many known versions."""
    lock = "FOR KEY SHARE" if connection.features.has_select_for_update else ""
    return _KEEP.format(lock=lock, known=", ".join(["%s"] * known))


def _row(
    attempt: Attempt, position: int, value: Value, operation: str, known: Sequence[str], at: datetime
) -> tuple[object, ...]:
    saved_at = connection.ops.adapt_datetimefield_value(at)
    return position, json.dumps(value, ensure_ascii=False), operation, saved_at, attempt.pk, position, *known


def _explain(attempt: Attempt, position: int, operation: str) -> None:
    """Nothing was written: because it had been before, or because it may not be."""
    all_kept = kept(attempt)
    stands = all_kept.get(position)
    if stands is not None and stands.operation == operation:
        return
    if position <= max(left(all_kept), default=0):
        raise LeftError
    if stands is None or Attempt.objects.submitted().filter(pk=attempt.pk).exists():
        raise ClosedError
    raise OutdatedError([position])


def _check(attempt: Attempt, position: int, value: Value, at: datetime) -> None:
    if attempt.submitted_at is not None or attempt.time_is_up(at):
        raise ClosedError
    question = _asked(attempt, position)
    if not question.rules.accepts(question.order, value) or _ahead(attempt, position):
        raise AnswerError(_FOREIGN)


def _ahead(attempt: Attempt, position: int) -> bool:
    """Whether the question has not been shown yet, where each is shown when the one before it was left for good."""
    return attempt.quiz.layout == Quiz.Layout.FORWARD and position > max(left(kept(attempt)), default=0) + 1


def _stands(attempt: Attempt, position: int, stood: Mapping[int, Kept]) -> Value:
    return stood[position].value if position in stood else _asked(attempt, position).rules.empty


def _asked(attempt: Attempt, position: int) -> Asked:
    questions = attempt.paper["questions"]
    if not 1 <= position <= len(questions):
        raise AnswerError(_FOREIGN)
    return Asked(**questions[position - 1])


_FOREIGN = "この問題用紙にない解答です。画面を読み込み直してから、もう一度解答してください。"


def _rows_of_answers() -> QuerySet:
    own = Response.objects.filter(attempt=Parameter("attempt", BigIntegerField()))
    return own.values_list("position", "value", "operation", "left_at")


_kept = Prepared(_rows_of_answers)
