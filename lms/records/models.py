"""What was learned: append-only, wherever it was learned. Also gathers the other rows of this room."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from courses.models import Course
from lms.lib.facts import Fact, FactQuerySet, Salted
from lms.people.models import Department, Employee
from lms.records.drill import DrillResult, PhishingDrill
from lms.records.equivalence import Equivalence
from lms.records.file import RecordsFile
from lms.records.session import SignUp, TrainingSession
from lms.records.setting import RecordsSetting
from lms.records.surveys.survey import Questionnaire, Survey, SurveyAnswer

__all__ = [
    "AttendanceSheet", "Attendant", "Completion", "CompletionCancellation", "DrillResult", "Equivalence", "LessonRead",
    "PhishingDrill", "Questionnaire", "RecordsFile", "RecordsSetting", "SheetDecision", "SignUp", "Survey",
    "SurveyAnswer", "TrainingSession",
]  # fmt: skip


class LessonRead(Fact):
    """A chapter read to its end in a fiscal year; the next year it is read anew, and in the same year once more where
    a duty asks for the course anew: in another `turn`.
    """

    newer: ClassVar = {"turn": 1}

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="lessons_read")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    lesson_key = models.CharField("章", max_length=80)
    fiscal_year = models.PositiveSmallIntegerField("年度")
    turn = models.PositiveSmallIntegerField("年度の何回目か", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "章の受講"
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "course", "fiscal_year", "lesson_key", "turn"], name="lesson_read_once_a_turn"
            )
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.course_id} {self.lesson_key}"


class AttendanceSheetQuerySet(FactQuerySet):
    def standing(self) -> "AttendanceSheetQuerySet":
        """What waits for a second person, or was sent back, is no record yet."""
        return self.filter(Q(waits=False) | Q(decision__accepted=True))


class AttendanceSheet(Fact):
    """A training held away from the screen, as somebody wrote it down: a department's clerk, or the course's office
    (no `department`). One that `waits` makes no completions before a second person has confirmed it.
    """

    class Method(models.TextChoices):
        CLASSROOM = "classroom", "集合研修"
        IN_HOUSE = "in-house", "課内研修"
        PAPER = "paper", "書面"
        EXTERNAL = "external", "外部研修"
        DRILL = "drill", "訓練"

    course = models.ForeignKey(Course, models.PROTECT, related_name="+", verbose_name="研修")
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+", verbose_name="所属")
    session = models.ForeignKey(
        TrainingSession, models.PROTECT, null=True, related_name="sheets", verbose_name="開催回"
    )
    method = models.CharField("受講方法", max_length=12, choices=Method)
    held_on = models.DateField("実施日")
    evidence = models.CharField("根拠資料", max_length=200, blank=True)
    recorded_by = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="記録した人")
    waits = models.BooleanField("確認を待つ", default=False)

    objects = AttendanceSheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "出席簿"

    def __str__(self) -> str:
        return f"{self.course_id} {self.held_on}"


class Attendant(Fact):
    """Somebody ticked on a sheet."""

    sheet = models.ForeignKey(AttendanceSheet, models.PROTECT, related_name="attendants", verbose_name="出席簿")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="職員")

    class Meta:
        verbose_name = verbose_name_plural = "出席者"
        constraints = [models.UniqueConstraint(fields=["sheet", "employee"], name="attendant_once")]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.employee_id}"


class SheetDecision(Fact):
    """What the second person said to a sheet: confirmed, or sent back with a reason."""

    sheet = models.OneToOneField(AttendanceSheet, models.PROTECT, related_name="decision", verbose_name="出席簿")
    accepted = models.BooleanField("確認した")
    reason = models.CharField("差戻しの理由", max_length=300, blank=True)
    decided_by = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="確認した人")

    class Meta:
        verbose_name = verbose_name_plural = "出席簿の確認"

    def __str__(self) -> str:
        return f"{self.sheet_id}"


class CompletionQuerySet(FactQuerySet):
    """Completions, as known at a moment."""

    def valid(self, known_at: datetime | None = None) -> "CompletionQuerySet":
        """Those in the books at `known_at` (now when not given) and not cancelled by then."""
        if known_at is None:
            return self.filter(cancellation=None)
        standing = Q(cancellation=None) | Q(cancellation__recorded_at__gt=known_at)
        return self.filter(standing, recorded_at__lte=known_at)

    def between(self, start: datetime, end: datetime) -> "CompletionQuerySet":
        """Completed from `start` to before `end`."""
        return self.filter(completed_at__gte=start, completed_at__lt=end)


class Completion(Salted, Fact):
    """A person completed a course: a fact whether or not anybody required it. The words of that day stay with it."""

    erases: ClassVar = {"department_name": "", "job_title": "", "evidence": "", "recorded_by": "", "salt": ""}

    class Source(models.TextChoices):
        E_LEARNING = "e-learning", "eラーニング"
        CLASSROOM = "classroom", "集合研修"
        IN_HOUSE = "in-house", "課内研修"
        PAPER = "paper", "書面"
        EXTERNAL = "external", "外部研修"
        DRILL = "drill", "訓練"
        MIGRATED = "migrated", "移行データ"
        EQUIVALENT = "equivalent", "読替え"

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="completions", verbose_name="職員")
    course = models.ForeignKey(Course, models.PROTECT, related_name="completions", verbose_name="研修")
    completed_at = models.DateTimeField("修了日時")
    source = models.CharField("受講方法", max_length=12, choices=Source)
    source_id = models.CharField("出所", max_length=80)
    evidence = models.CharField("根拠資料", max_length=200, blank=True)
    course_title = models.CharField("研修名", max_length=100)
    course_revision = models.PositiveIntegerField("研修の版")
    department_name = models.CharField("修了時の所属", max_length=100, blank=True)
    job_title = models.CharField("修了時の職名", max_length=60, blank=True)
    # As the ledger names its actors: a staff number, or a command.
    recorded_by = models.CharField("記録した人", max_length=100, blank=True, default="")

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "修了記録"
        constraints = [models.UniqueConstraint(fields=["source", "source_id"], name="completion_source_once")]
        indexes = [models.Index(fields=["employee", "course", "completed_at"], name="completion_person")]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.course_id} {self.completed_at:%Y-%m-%d}"


class CompletionCancellation(Salted, Fact):
    """A completion that should not have been recorded, and why."""

    erases: ClassVar = {"reason": "", "salt": ""}

    completion = models.OneToOneField(Completion, models.PROTECT, related_name="cancellation", verbose_name="修了記録")
    reason = models.CharField("理由", max_length=300)
    cancelled_by = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="取り消した人")

    class Meta:
        verbose_name = verbose_name_plural = "修了の取消し"

    def __str__(self) -> str:
        return f"{self.completion_id}"
