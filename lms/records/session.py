"""集合研修 that are still to be held: where and when, and who has asked to come."""

from django.db import models
from django.db.models import F, Q

from courses.models import Course
from lms.lib.facts import Fact
from lms.people.models import Employee


class TrainingSession(models.Model):
    """One holding (開催回) of a course by its office. `taken` is kept, not counted, so that the database sees to it
    that nobody is let in beyond `capacity`, however many press the button at once.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="sessions", verbose_name="研修")
    title = models.CharField("開催回の名前", max_length=100)
    held_on = models.DateField("開催日")
    starts_at = models.TimeField("開始時刻")
    ends_at = models.TimeField("終了時刻")
    place = models.CharField("会場", max_length=100)
    capacity = models.PositiveIntegerField("定員")
    taken = models.PositiveIntegerField("申込みの数", default=0, editable=False)
    sign_up_until = models.DateField("申込期限")
    note = models.CharField("備考", max_length=300, blank=True)
    called_off_at = models.DateTimeField("中止した日時", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "開催回"
        ordering = ["held_on", "starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="session_capacity"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_times"),
            models.CheckConstraint(condition=Q(sign_up_until__lte=F("held_on")), name="session_sign_up"),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.held_on}"

    @property
    def places_left(self) -> int:
        return self.capacity - self.taken

    @property
    def is_called_off(self) -> bool:
        return self.called_off_at is not None


class SignUp(Fact):
    """受講申込み: somebody asked to come, and perhaps took it back."""

    sets_once = ("cancelled_at",)

    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="sign_ups", verbose_name="開催回")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="sign_ups", verbose_name="職員")
    cancelled_at = models.DateTimeField("取り消した日時", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "受講申込み"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "employee"], condition=Q(cancelled_at=None), name="sign_up_one_standing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.employee_id}"
