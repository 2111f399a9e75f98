"""Keeping the answers of an attempt as they are given."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import BigIntegerField, QuerySet

from lms.lib.prepared import Parameter, Prepared
from quizzes.drawing import AskedQuestion
from quizzes.kinds import KINDS
from quizzes.models import Attempt, Response

# In one statement, because answers are what everybody writes at once: the later answer takes the place of the earlier,
# and the same operation again changes nothing. The ORM has no condition on the update.
_KEEP = """
INSERT INTO quizzes_response (attempt_id, position, value, operation, saved_at) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (attempt_id, position) DO UPDATE
SET value = excluded.value, operation = excluded.operation, saved_at = excluded.saved_at
WHERE quizzes_response.operation <> excluded.operation
"""


class AnswerError(ValueError):
    """An answer that this attempt cannot take; the message says why and what to do."""


def answers(attempt: Attempt) -> dict[int, list[str]]:
    """The chosen option ids by position. A position that was never answered is missing."""
    return dict(_answers(attempt=attempt.pk))


def save_response(*, attempt: Attempt, position: int, value: Sequence[str], operation: str, at: datetime) -> None:
    """Keep an answer in place of an earlier one. The same operation again (a request sent twice) changes nothing."""
    row = _row(attempt, position, value, operation, at)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, row)


def save_all(*, attempt: Attempt, values: Mapping[int, Sequence[str]], operation: str, at: datetime) -> None:
    """Keep the answers of a whole form at once: what a browser without scripts sends."""
    rows = [_row(attempt, position, value, operation, at) for position, value in values.items()]
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.executemany(_KEEP, rows)


def checked(attempt: Attempt, position: int, value: Sequence[str]) -> list[str]:
    """The chosen ids in the order of the paper; raises AnswerError for what was not asked."""
    if attempt.submitted_at is not None:
        raise AnswerError("この受験は提出済みのため、解答を変更できません。採点の結果を確認してください。")
    questions = attempt.paper["questions"]
    question = AskedQuestion.from_json(questions[position - 1]) if 1 <= position <= len(questions) else None
    chosen = frozenset(value)
    if question is None or not chosen <= question.ids:
        raise AnswerError("この問題用紙にない解答です。画面を読み込み直してから、もう一度選んでください。")
    if not KINDS[question.kind].accepts(chosen):
        raise AnswerError(f"問{position}は一つだけ選ぶ問題です。一つを選んでください。")
    return [option.id for option in question.options if option.id in chosen]


def _row(attempt: Attempt, position: int, value: Sequence[str], operation: str, at: datetime) -> tuple[object, ...]:
    chosen = json.dumps(checked(attempt, position, value))
    return attempt.pk, position, chosen, operation, connection.ops.adapt_datetimefield_value(at)


def _rows_of_answers() -> QuerySet:
    return Response.objects.filter(attempt=Parameter("attempt", BigIntegerField())).values_list("position", "value")


_answers = Prepared(_rows_of_answers)
