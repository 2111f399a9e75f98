"""受講対象の更新 as a job: the row says what has become of it."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

# Longer than one line of a plan takes at 50,000 staff on a slow machine. A second update beside it would do no harm.
UPDATE_LEASE = timedelta(minutes=15)


class DutyUpdate(models.Model):
    """受講対象の更新 that somebody's act asked for. The row is the job: what has become of it is seen here."""

    class State(models.TextChoices):
        WAITING = "waiting", "開始待ち"
        RUNNING = "running", "更新中"
        DONE = "done", "済み"
        FAILED = "failed", "中断"

    asked_at = models.DateTimeField("求めた日時")
    asked_by = models.CharField("求めた人", max_length=100)
    state = models.CharField("状態", max_length=8, choices=State, default=State.WAITING)
    lease_until = models.DateTimeField(null=True)
    progress = models.PositiveSmallIntegerField("進み具合", default=0)
    opened = models.PositiveIntegerField("新しく対象となった件数", default=0)
    closed = models.PositiveIntegerField("対象外となった件数", default=0)
    ended_at = models.DateTimeField("終わった日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "受講対象の更新"
        constraints = [
            # One runs, and one waits for all that was asked meanwhile.
            models.UniqueConstraint(
                fields=["state"], condition=Q(state__in=["waiting", "running"]), name="duty_update_one_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M} {self.state}"

    def is_under_way(self, at: datetime) -> bool:
        """Whether it is waited for with good reason: not for a worker that died, or that never came."""
        if self.state == self.State.RUNNING:
            return self.lease_until is not None and self.lease_until >= at
        return self.state == self.State.WAITING and self.asked_at + UPDATE_LEASE >= at
