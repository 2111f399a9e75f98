"""Keeping the answers of an attempt as they are given."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction
from django.db.models import BigIntegerField, QuerySet

from lms.lib.prepared import Parameter, Prepared
from quizzes.drawing import Asked
from quizzes.kinds.kind import Posted, Value
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


def answers(attempt: Attempt) -> dict[int, Value]:
    """What was answered, by position. A position that was never answered is missing."""
    return dict(_answers(attempt=attempt.pk))


def given(attempt: Attempt, position: int, data: Posted) -> Value:
    """What a form says about one question; raises AnswerError for a position that the paper does not have."""
    question = _asked(attempt, position)
    return question.rules.read(question.order, field(position), data)


def field(position: int) -> str:
    """What the names of a question's controls begin with."""
    return f"q{position}"


def save_response(*, attempt: Attempt, position: int, value: Value, operation: str, at: datetime) -> None:
    """Keep an answer in place of an earlier one. The same operation again (a request sent twice) changes nothing."""
    row = _row(attempt, position, value, operation, at)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, row)


def save_all(*, attempt: Attempt, values: Mapping[int, Value], operation: str, at: datetime) -> None:
    """Keep the answers of a whole form at once: what a browser without scripts sends."""
    rows = [_row(attempt, position, value, operation, at) for position, value in values.items()]
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.executemany(_KEEP, rows)


def _row(attempt: Attempt, position: int, value: Value, operation: str, at: datetime) -> tuple[object, ...]:
    if attempt.submitted_at is not None:
        raise AnswerError("この受験は提出済みのため、解答を変更できません。採点の結果を確認してください。")
    if attempt.deadline is not None and at > attempt.deadline:
        raise AnswerError("解答の期限を過ぎたため、解答を変更できません。保存済みの解答を採点します。")
    question = _asked(attempt, position)
    if not question.rules.accepts(question.order, value):
        raise AnswerError(_FOREIGN)
    kept = json.dumps(value, ensure_ascii=False)
    return attempt.pk, position, kept, operation, connection.ops.adapt_datetimefield_value(at)


def _asked(attempt: Attempt, position: int) -> Asked:
    questions = attempt.paper["questions"]
    if not 1 <= position <= len(questions):
        raise AnswerError(_FOREIGN)
    return Asked(**questions[position - 1])


_FOREIGN = "この問題用紙にない解答です。画面を読み込み直してから、もう一度解答してください。"


def _rows_of_answers() -> QuerySet:
    return Response.objects.filter(attempt=Parameter("attempt", BigIntegerField())).values_list("position", "value")


_answers = Prepared(_rows_of_answers)
