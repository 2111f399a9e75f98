"""What an attempt asked and was answered."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from lms.lib.compact_json import CompactJSON
from lms.lib.facts import Fact, FactQuerySet, Salted
from lms.people.models import Employee
from quizzes.quiz import Quiz


class AttemptQuerySet(FactQuerySet):
    """Attempts, open and submitted."""

    def open(self) -> "AttemptQuerySet":
        return self.filter(submitted_at=None)

    def submitted(self) -> "AttemptQuerySet":
        return self.exclude(submitted_at=None)

    def out_of_time(self, at: datetime) -> "AttemptQuerySet":
        """Open, though their deadline has gone by."""
        return self.open().filter(deadline__lt=at)


# Closing fills all four columns at once.
_CLOSING = ("submitted_at", "score", "passed", "result")
_OPEN = Q(**{f"{name}__isnull": True for name in _CLOSING})
_CLOSED = Q(**{f"{name}__isnull": False for name in _CLOSING}, score__lte=100)


class Attempt(Salted, Fact):
    """One sitting. The paper is drawn and frozen at the start; submitting closes the row once and for ever."""

    sets_once = _CLOSING
    erases: ClassVar = {"result": {"marks": []}, "salt": ""}

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="attempts", verbose_name="職員")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts", verbose_name="理解度テスト")
    number = models.PositiveIntegerField("受験回数")
    paper = models.JSONField("問題用紙", encoder=CompactJSON)
    pass_percent = models.PositiveSmallIntegerField("合格基準（点）")
    deadline = models.DateTimeField("解答の期限", null=True)
    submitted_at = models.DateTimeField("提出日時", null=True)
    score = models.PositiveSmallIntegerField("得点", null=True)
    passed = models.BooleanField("合格", null=True)
    result = models.JSONField("採点結果", null=True, encoder=CompactJSON)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "受験"
        constraints = [
            models.UniqueConstraint(fields=["employee", "quiz", "number"], name="attempt_number"),
            models.UniqueConstraint(
                fields=["employee", "quiz"], condition=Q(submitted_at=None), name="attempt_one_open"
            ),
            models.CheckConstraint(condition=_OPEN | _CLOSED, name="attempt_closed_whole"),
        ]
        indexes = [models.Index(fields=["quiz", "submitted_at"], name="attempt_submitted")]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.quiz_id} {self.number}回目"

    def time_is_up(self, at: datetime) -> bool:
        """Only the server's clock decides. The deadline itself is the last moment that is in time."""
        return self.deadline is not None and at > self.deadline


class Response(models.Model):
    """The answer to one question of an attempt, as last saved. The kind of the question says what `value` is."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="responses")
    position = models.PositiveSmallIntegerField("問題の順番")
    value = models.JSONField("解答", encoder=CompactJSON)
    saved_at = models.DateTimeField("保存日時")
    operation = models.CharField(max_length=40)
    # When one went on from here in a test that has no way back: from then on the answer stays as it is.
    left_at = models.DateTimeField("次の問題へ進んだ日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "解答"
        constraints = [models.UniqueConstraint(fields=["attempt", "position"], name="response_position")]

    def __str__(self) -> str:
        return f"{self.attempt_id}-{self.position}"
