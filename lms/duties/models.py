"""The year's plan, what it asks of whom, and who was excused."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from courses.models import Course
from lms.duties.audience import EVERYBODY, Stored
from lms.duties.job import UPDATE_LEASE, DutyUpdate
from lms.lib.facts import DatedFact, Fact, FactQuerySet, Salted
from lms.lib.watched import Watched
from lms.people.models import Employee
from lms.people.roles import Office

__all__ = [
    "CHOICE_CYCLES",
    "UPDATE_LEASE",
    "Circular",
    "Duty",
    "DutyUpdate",
    "Exemption",
    "ExemptionRequest",
    "PlanChange",
    "Requirement",
    "RequirementChoice",
    "TrainingPlan",
]

# 選択必修 asks in these cycles. The others look back on the last completion of a course, and a choice has no such.
CHOICE_CYCLES = ("yearly", "after-posting")


def everybody() -> Stored:
    return dict(EVERYBODY)


class TrainingPlan(Watched):
    """What one office trains in one fiscal year. It cannot run without an approval."""

    class State(models.TextChoices):
        DRAFT = "draft", "案"
        APPROVED = "approved", "承認済み"
        RUNNING = "running", "実施中"
        REPORTED = "reported", "報告済み"
        CLOSED = "closed", "終了"

    fiscal_year = models.PositiveSmallIntegerField("年度")
    office = models.CharField("担当", max_length=20, choices=Office)
    title = models.CharField("研修計画名", max_length=100)
    state = models.CharField("状態", max_length=10, choices=State, default=State.DRAFT)
    approved_by = models.CharField("承認した会議等", max_length=100, blank=True)
    approved_on = models.DateField("承認日", null=True, blank=True)
    document_number = models.CharField("文書番号", max_length=60, blank=True)
    # Read by `lms.duties.routes`; empty: the usual route of the office.
    route = models.JSONField("報告の経路", default=list, blank=True)
    # What the year has left to do, as its report says, and how this plan answers what the year before left.
    issues = models.TextField("課題及び次年度の取組", max_length=600, blank=True)
    answer = models.TextField("前年度の課題への対応", max_length=600, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "研修計画"
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "office"], name="plan_one_a_year"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(approved_on__isnull=False), name="plan_approved_to_run"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Requirement(Watched):
    """One line of a plan (実施研修): this course, for these people, how often, between these days.

    `audience` is read by `lms.duties.audience`, `cycle` with `within` by `lms.duties.dues`.
    """

    class Cycle(models.TextChoices):
        YEARLY = "yearly", "年度に1回"
        TWELVE_MONTHS = "twelve-months", "前回の修了からおおむね1年"
        AFTER_POSTING = "after-posting", "対象となった日から期限まで"
        ONCE = "once", "一度だけ"

    class Unit(models.TextChoices):
        DAYS = "days", "日"
        MONTHS = "months", "か月"

    plan = models.ForeignKey(TrainingPlan, models.PROTECT, related_name="requirements", verbose_name="研修計画")
    course = models.ForeignKey(Course, models.PROTECT, related_name="requirements", verbose_name="研修")
    audience = models.JSONField("対象者", default=everybody)
    cycle = models.CharField("受講の間隔", max_length=16, choices=Cycle, default=Cycle.YEARLY)
    opens_on = models.DateField("実施期間の初日")
    due_on = models.DateField("実施期間の末日")
    second_opens_on = models.DateField("追加実施期間の初日", null=True, blank=True)
    second_due_on = models.DateField("追加実施期間の末日", null=True, blank=True)
    within = models.PositiveSmallIntegerField("途中で対象となった者の期限", default=30)
    unit = models.CharField("期限の単位", max_length=6, choices=Unit, default=Unit.DAYS)
    grace_days = models.PositiveSmallIntegerField("前回の修了から1年に加える日数", default=0)
    retake_on = models.DateField("再受講を求める日", null=True, blank=True)
    audience_from = models.DateField("対象者を改めた日", null=True, blank=True)
    # 選択必修: so many of the line's choices; `course` then stands for the choice itself.
    needed = models.PositiveSmallIntegerField("修了する研修の数", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "実施研修"
        ordering = ["course__code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "course"], name="requirement_course_once"),
            models.CheckConstraint(condition=Q(due_on__gte=F("opens_on")), name="requirement_period"),
            models.CheckConstraint(
                condition=Q(second_opens_on=None, second_due_on=None)
                | Q(second_opens_on__gt=F("due_on"), second_due_on__gte=F("second_opens_on")),
                name="requirement_second_period",
            ),
            models.CheckConstraint(
                condition=Q(needed=None) | Q(needed__gte=1, cycle__in=CHOICE_CYCLES),
                name="requirement_choice_cycle",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.course_id}"


class RequirementChoice(Watched):
    """One of the courses among which 選択必修 lets people choose."""

    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="choices", verbose_name="実施研修")
    course = models.ForeignKey(Course, models.PROTECT, related_name="chosen_in", verbose_name="研修")

    class Meta:
        verbose_name = verbose_name_plural = "選択必修の研修"
        ordering = ["course__code"]
        constraints = [models.UniqueConstraint(fields=["requirement", "course"], name="requirement_choice_once")]

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.course_id}"


class Circular(Fact):
    """The letter (通知) by which the departments were told of a training. Written outside; here stands that it went.

    One recorded wrongly is followed by another: the last one counts.
    """

    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="circulars", verbose_name="実施研修")
    sent_on = models.DateField("通知日")
    document_number = models.CharField("文書番号", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "実施の通知"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.sent_on}"


class PlanChange(Fact):
    """研修計画の変更: what was decided of a line after the approval, in the words of that day."""

    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="changes", verbose_name="実施研修")
    content = models.TextField("変更の内容")
    approved_by = models.CharField("承認した会議等", max_length=100)
    approved_on = models.DateField("承認日")
    document_number = models.CharField("文書番号", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "研修計画の変更"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.approved_on}"


class DutyQuerySet(FactQuerySet):
    """Duties, as they stood on a day."""

    def on(self, day: date, known_at: datetime | None = None) -> "DutyQuerySet":
        """Opened on or before `day` and not closed by then, as known at `known_at`."""
        standing = Q(closed_on=None) | Q(closed_on__gt=day)
        if known_at is None:
            return self.filter(standing, opened_on__lte=day)
        return self.filter(standing | Q(closed_at__gt=known_at), opened_on__lte=day, recorded_at__lte=known_at)


class Duty(Fact):
    """A duty given to a person: a fact with legal weight. What became of it is computed, never stored here."""

    sets_once = ("closed_at", "closed_on", "close_reason")

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="duties", verbose_name="職員")
    # Without an index of its own: duty_requirement begins with it, and half a million rows come in at once.
    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="duties", verbose_name="実施研修", db_index=False
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    opened_on = models.DateField("対象になった日")
    due_on = models.DateField("受講期限")
    # A completion fulfils the duty from the first moment on and, where there is a second, before that.
    counts_from = models.DateTimeField("修了を数える初め")
    counts_until = models.DateTimeField("修了を数える終わり", null=True)
    because = models.CharField("対象の理由", max_length=500)
    closed_at = models.DateTimeField("対象外とした日時", null=True)
    closed_on = models.DateField("対象外となった日", null=True)
    close_reason = models.CharField("対象外の理由", max_length=200, null=True)  # noqa: DJ001 - set once, with closed_at

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "受講対象"
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "requirement"], condition=Q(closed_at=None), name="duty_one_open"
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("opened_on")), name="duty_period"),
        ]
        indexes = [
            models.Index(fields=["requirement", "opened_on"], name="duty_requirement"),
            # Person by person, so that a report over the city reads each person's other rows side by side; with all
            # that it asks of a duty, so that it reads nothing else of this wide table.
            models.Index(
                fields=[
                    "fiscal_year",
                    "employee",
                    "requirement",
                    "opened_on",
                    "closed_on",
                    "due_on",
                    "counts_from",
                    "counts_until",
                ],
                name="duty_status",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.requirement_id}"


class ExemptionRequest(Salted, Fact):
    """受講免除の申出: a department asks; the training office decides, once."""

    class Decision(models.TextChoices):
        GRANTED = "granted", "承認"
        REFUSED = "refused", "不承認"

    sets_once = ("decided_at", "decided_by", "decision", "note")
    erases: ClassVar = {"reason": "", "note": None, "salt": ""}

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="exemption_requests", verbose_name="職員")
    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="exemption_requests", verbose_name="実施研修"
    )
    reason = models.CharField("理由", max_length=300)
    asked_by = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="申し出た人")
    decided_at = models.DateTimeField("決定日時", null=True)
    decided_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+", verbose_name="決定した人")
    decision = models.CharField("決定", max_length=8, choices=Decision, null=True)  # noqa: DJ001 - set once
    note = models.CharField("付記", max_length=300, null=True)  # noqa: DJ001 - set once, with decided_at

    class Meta:
        verbose_name = verbose_name_plural = "受講免除の申出"
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "requirement"], condition=Q(decided_at=None), name="exemption_asked_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.requirement_id}"


class Exemption(Salted, DatedFact):
    """受講免除: a decision that this person need not complete this requirement. Leaves the denominator."""

    erases: ClassVar = {"reason": "", "approved_by": "", "note": "", "salt": ""}

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="exemptions", verbose_name="職員")
    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="exemptions", verbose_name="実施研修")
    reason = models.CharField("理由", max_length=300)
    approved_by = models.CharField("承認者", max_length=100)
    note = models.CharField("付記", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "受講免除"
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "requirement"], condition=Q(voided_at=None, ends_on=None), name="exemption_one_open"
            )
        ]
        indexes = [models.Index(fields=["employee", "requirement"], name="exemption_person")]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.requirement_id}"
