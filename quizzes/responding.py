"""Keeping the answers of an attempt as they are given."""

from collections.abc import Sequence
from datetime import datetime

from quizzes.drawing import Paper
from quizzes.kinds import KINDS
from quizzes.models import Attempt, Response


class AnswerError(ValueError):
    """An answer that this attempt cannot take; the message says why and what to do."""


def answers(attempt: Attempt) -> dict[int, list[str]]:
    """The chosen option ids by position. A position that was never answered is missing."""
    return dict(Response.objects.filter(attempt=attempt).values_list("position", "value"))


def save_response(*, attempt: Attempt, position: int, value: Sequence[str], operation: str, at: datetime) -> None:
    """Keep an answer in place of an earlier one. The same operation again (a request sent twice) changes nothing."""
    chosen = checked(attempt, position, value)
    known = Response.objects.filter(attempt=attempt, position=position).values_list("operation", flat=True).first()
    if known != operation:
        _keep([_response(attempt, position, chosen, operation, at)])


def save_all(*, attempt: Attempt, values: dict[int, Sequence[str]], operation: str, at: datetime) -> None:
    """Keep the answers of a whole form at once: what a browser without scripts sends."""
    _keep([_response(attempt, p, checked(attempt, p, value), operation, at) for p, value in values.items()])


def checked(attempt: Attempt, position: int, value: Sequence[str]) -> list[str]:
    """The chosen ids in the order of the paper; raises AnswerError for what was not asked."""
    if attempt.submitted_at is not None:
        raise AnswerError("この受験は提出済みのため、解答を変更できません。採点の結果を確認してください。")
    question = Paper.from_json(attempt.paper).question(position)
    chosen = frozenset(value)
    if question is None or not chosen <= question.ids:
        raise AnswerError("この問題用紙にない解答です。画面を読み込み直してから、もう一度選んでください。")
    if not KINDS[question.kind].accepts(chosen):
        raise AnswerError(f"問{position}は一つだけ選ぶ問題です。一つを選んでください。")
    return [option.id for option in question.options if option.id in chosen]


def _response(attempt: Attempt, position: int, chosen: list[str], operation: str, at: datetime) -> Response:
    return Response(attempt=attempt, position=position, value=chosen, operation=operation, saved_at=at)


def _keep(responses: list[Response]) -> None:
    Response.objects.bulk_create(
        responses, update_conflicts=True, unique_fields=["attempt", "position"],
        update_fields=["value", "saved_at", "operation"],
    )  # fmt: skip
