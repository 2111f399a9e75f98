"""What was reported upwards: by a department on one training, by the training office on all departments."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from courses.models import Course
from lms.duties.models import Duty, Requirement, TrainingPlan
from lms.lib.compact_json import CompactJSON
from lms.lib.facts import Fact, Salted
from lms.lib.work import Work
from lms.people.models import Department, Employee

_GONE = "（保存期間が満了したため削除）"
# The personal words of a 課別研修実施状況報告書 whose retention period is over; its figures stay.
ERASED_NAMES = {
    "sender": {"title": "", "name": _GONE}, "remarks": _GONE, "reasons": {},
    "list": {
        "mark": "別紙", "title": "未修了者一覧", "subject": "", "columns": [], "rows": [], "note": _GONE,
        "confidentiality": "",
    },
}  # fmt: skip


class DepartmentReport(Salted, Fact):
    """課別研修実施状況報告書 as its head confirmed it: every word of it. Confirmed anew, it is another row.

    `named` is what speaks of persons and does not stay for ever: the head, the unfinished, 所見 and reasons.
    """

    erases: ClassVar = {"named": ERASED_NAMES, "comment": _GONE, "reason": _GONE, "salt": ""}
    newer: ClassVar = {"named": {}}

    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="department_reports", verbose_name="実施研修"
    )
    department = models.ForeignKey(Department, models.PROTECT, related_name="reports", verbose_name="所属")
    version = models.PositiveSmallIntegerField("版")
    on = models.DateField("基準日")
    confirmed_by = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="確認した人")
    comment = models.CharField("所属長の所見", max_length=500, blank=True)
    reason = models.CharField("改めて確認した理由", max_length=200, blank=True)
    payload = models.JSONField("記載内容", encoder=CompactJSON)
    named = models.JSONField("個人に関する記載", default=dict, encoder=CompactJSON)

    class Meta:
        verbose_name = verbose_name_plural = "課別研修実施状況報告書"
        constraints = [
            models.UniqueConstraint(fields=["requirement", "department", "version"], name="department_report_version"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(reason=""), name="department_report_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.department_id} {self.version}"

    @property
    def words(self) -> dict[str, Any]:
        """What the paper says."""
        return self.payload | self.named


class FrozenReport(Salted, Fact):
    """確定版: how all departments stood in one training on a day, with the route the report goes. Never changes.

    `payload`: figures and definitions; the PDF is drawn of it and signed once. `unfinished`, the list of names, is no
    part of it and does not stay for ever.
    """

    sets_once = ("drawn_at", "sha256")
    erases: ClassVar = {"unfinished": [[_GONE]], "salt": ""}
    newer: ClassVar = {"unfinished": []}

    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="frozen_reports", verbose_name="実施研修")
    version = models.PositiveSmallIntegerField("版")
    on = models.DateField("基準日")
    frozen_by = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="確定した人")
    reason = models.CharField("改めて確定した理由", max_length=200, blank=True)
    payload = models.JSONField("記載内容", encoder=CompactJSON)
    unfinished = models.JSONField("未修了者一覧", default=list, encoder=CompactJSON)
    drawn_at = models.DateTimeField("作成日時", null=True)
    sha256 = models.CharField(max_length=64, null=True)  # noqa: DJ001 - set once, when drawn

    class Meta:
        verbose_name = verbose_name_plural = "確定版"
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["requirement", "version"], name="frozen_report_version"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(reason=""), name="frozen_report_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.version}"


class ReportStep(Fact):
    """A step of the route was taken: who did it here, and, where it was decided outside, what was decided."""

    report = models.ForeignKey(FrozenReport, models.PROTECT, related_name="steps", verbose_name="確定版")
    position = models.PositiveSmallIntegerField("順番")
    title = models.CharField("段階", max_length=60)
    taken_by = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="手続をした人")
    decided_on = models.DateField("決裁日", null=True)
    decided_by = models.CharField("決裁権者", max_length=60, blank=True)
    document_number = models.CharField("文書番号", max_length=60, blank=True)
    text = models.TextField("分析・意見", max_length=2000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "報告の段階"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["report", "position"], name="report_step_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.position}"


class PastResult(Fact):
    """How a training stood at the end of a year of which older papers tell; of several rows the last counts."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="past_results", verbose_name="研修")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    required = models.PositiveIntegerField("対象者")
    completed = models.PositiveIntegerField("修了者")
    evidence = models.CharField("根拠資料", max_length=200)
    recorded_by = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="記録した人")

    class Meta:
        verbose_name = verbose_name_plural = "過去の年度の実績"
        constraints = [models.CheckConstraint(condition=Q(completed__lte=F("required")), name="past_result_completed")]

    def __str__(self) -> str:
        return f"{self.course_id} {self.fiscal_year}"


class Reminder(Fact):
    """督促: on that day a paper was made by which somebody was asked to do a duty. The same paper twice is one."""

    class Paper(models.TextChoices):
        LIST = "list", "督促一覧"
        REQUEST = "request", "受講のお願い"

    duty = models.ForeignKey(
        Duty, models.PROTECT, related_name="reminders", verbose_name="受講対象", db_index=False
    )  # the constraint begins with it
    on = models.DateField("督促した日")
    paper = models.CharField("用紙", max_length=8, choices=Paper)
    made_by = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="出力した人")

    class Meta:
        verbose_name = verbose_name_plural = "督促"
        constraints = [models.UniqueConstraint(fields=["duty", "on", "paper"], name="reminder_once_a_day")]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.on} {self.paper}"


class ListFile(Work):
    """A list of names or a report too long to wait for, as a file for the person who ordered it, for some days.

    `covers` says how far one has to see to read it; it is looked at again when the file is fetched.
    """

    class Kind(models.TextChoices):
        PEOPLE = "people", "受講者名簿"
        HISTORY = "history", "研修履歴"
        OVERVIEW = "overview", "受講の概況"
        ANNUAL = "annual", "研修実施状況報告書"

    kind = models.CharField("種類", max_length=8, choices=Kind)
    form = models.CharField("形式", max_length=10)
    title = models.CharField("内容", max_length=120)
    purpose = models.CharField("出力の目的", max_length=20)
    conditions = models.JSONField("条件", encoder=CompactJSON)
    covers = models.JSONField("見る人に要る範囲", default=list, encoder=CompactJSON)
    ordered_at = models.DateTimeField("作成を始めた日時")
    ordered_by = models.CharField("作成を始めた人", max_length=100, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "名簿等のファイル"
        ordering = ["-ordered_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_drawn_whole(self) -> bool:
        """Whether there are no rows to be counted while it is made."""
        return self.kind in (self.Kind.OVERVIEW, self.Kind.ANNUAL)


class SavedView(models.Model):
    """Conditions of 受講の概況 that a person keeps under a name; nobody else sees them."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="saved_views", verbose_name="職員")
    name = models.CharField("名前", max_length=40)
    conditions = models.JSONField("条件", encoder=CompactJSON)

    class Meta:
        verbose_name = verbose_name_plural = "保存した条件"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["employee", "name"], name="saved_view_name")]

    def __str__(self) -> str:
        return self.name


class AnnualTexts(models.Model):
    """What the office writes into its 研修実施状況報告書; every change leaves its words in the ledger.

    The 課題 belong to the plan, where the next one finds them.
    """

    plan = models.OneToOneField(TrainingPlan, models.PROTECT, related_name="annual_texts", verbose_name="研修計画")
    meeting = models.CharField("会議名", max_length=100, blank=True)
    held_on = models.DateField("会議の日", null=True, blank=True)
    purpose = models.TextField("目的及び根拠", max_length=400, blank=True)
    methods = models.TextField("実施方法", max_length=300, blank=True)
    unfinished = models.TextField("未修了者への対応", max_length=400, blank=True)
    comparison = models.TextField("計画との対比", max_length=400, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "研修実施状況報告書の文"

    def __str__(self) -> str:
        return f"{self.plan_id}"
