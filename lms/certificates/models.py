"""Papers that were given: a register without gaps, and every word that was printed. Below them, who works on what."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from lms.certificates.layouts.rows import (  # noqa: F401 - where Django looks for a room's rows
    DepartmentLayout,
    Glyph,
    Layout,
    LayoutCourse,
    LayoutVersion,
    Picture,
    SealPermission,
)
from lms.certificates.papers.design import PaperKind
from lms.lib.compact_json import CompactJSON
from lms.lib.facts import Fact, FactQuerySet, Salted
from lms.lib.watched import Watched
from lms.lib.work import Work
from lms.people.models import Department, Employee
from lms.people.roles import Office
from lms.records.models import Completion


class Series(Watched):
    """The numbers of one kind of paper of one office in one fiscal year."""

    Kind = PaperKind

    office = models.CharField("担当", max_length=20, choices=Office)
    kind = models.CharField("種類", max_length=12, choices=Kind)
    fiscal_year = models.PositiveSmallIntegerField("年度")
    pattern = models.CharField("番号の書式", max_length=60)
    last_number = models.PositiveIntegerField("最後の番号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "証書番号の系列"
        constraints = [models.UniqueConstraint(fields=["office", "kind", "fiscal_year"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.office} {self.kind}"


class Batch(Fact):
    """One giving (交付): the decision taken outside the system, and the papers given under it."""

    given_on = models.DateField("交付日")
    decided_on = models.DateField("決裁日", null=True, blank=True)
    decided_by = models.CharField("決裁権者", max_length=60, blank=True)
    document_number = models.CharField("文書番号", max_length=60, blank=True)
    given_by = models.CharField("交付の手続をした人", max_length=100)
    reason = models.CharField("再交付の理由", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "交付"

    def __str__(self) -> str:
        return f"{self.given_on}"


# The words of a paper, to a person or a department, whose retention period is over; its number stays in the register.
_GONE = "（保存期間が満了したため削除）"
ERASED_PAPER = {
    "layout": "personal", "title": "証書", "number": _GONE, "post": "", "name": _GONE, "body": [_GONE],
    "completed": {"label": "修了日", "date": ""}, "given_on": "", "signer": {"title": "", "name": ""}, "seal": "",
    "foot": "", "public_id": "", "check": None, "addressee": _GONE, "facts": [],
    "list": {"subject": ""},
}  # fmt: skip


class CertificateQuerySet(FactQuerySet):
    """Papers, by how they stand."""

    def standing(self) -> "CertificateQuerySet":
        """Neither revoked nor replaced by a 再交付."""
        return self.filter(revocation=None, replaced_by=None)

    def with_state(self) -> "CertificateQuerySet":
        """With all that `state` asks."""
        return self.select_related("revocation", "replaced_by")


class Certificate(Salted, Fact):
    """A paper with a number. `payload` holds every word printed; the PDF is a pure drawing of it, signed, made once.

    A 再交付 is a row of its own with the same number, which names the paper it `replaces`. A paper in other words after
    one that was revoked, has its own number and names the revocation that it `follows`. So the papers for a completion
    or department are one line, of which the last alone can be in force.
    """

    class State(models.TextChoices):
        ISSUED = "issued", "有効"
        SUPERSEDED = "superseded", "再交付により無効"
        REVOKED = "revoked", "取消し"

    sets_once = ("drawn_at", "sha256")
    erases: ClassVar = {"payload": ERASED_PAPER, "salt": ""}

    series = models.ForeignKey(Series, models.PROTECT, related_name="certificates", verbose_name="系列")
    number = models.PositiveIntegerField("番号")
    number_text = models.CharField("証書の番号", max_length=100, db_index=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name="再交付した元の証書"
    )
    follows = models.OneToOneField(
        "Revocation", models.PROTECT, null=True, related_name="followed_by", verbose_name="改めて交付する前の取消し"
    )
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="certificates", verbose_name="交付")
    public_id = models.CharField(max_length=32, unique=True)
    fiscal_year = models.PositiveSmallIntegerField("年度")
    subject_code = models.CharField("研修又は研修課程", max_length=20)
    completion = models.ForeignKey(
        Completion, models.PROTECT, null=True, related_name="certificates", verbose_name="修了記録"
    )
    employee = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="certificates", verbose_name="職員")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="certificates", verbose_name="所属"
    )
    payload = models.JSONField("記載内容", encoder=CompactJSON)
    drawn_at = models.DateTimeField("作成日時", null=True)
    sha256 = models.CharField(max_length=64, null=True, db_index=True)  # noqa: DJ001 - set once, when drawn

    objects = CertificateQuerySet.as_manager()  # type: ignore[misc]  # as in lms.lib.facts

    class Meta:
        verbose_name = verbose_name_plural = "証書"
        constraints = [
            # A 再交付 repeats its paper's number and subject; no paper is replaced twice by `replaces`. What was given
            # anew repeats the subject; no revocation is followed twice.
            models.UniqueConstraint(fields=["series", "number"], condition=Q(replaces=None), name="certificate_number"),
            models.UniqueConstraint(
                fields=["completion"],
                condition=Q(completion__isnull=False, replaces=None, follows=None),
                name="certificate_one_a_completion",
            ),
            models.UniqueConstraint(
                fields=["department", "fiscal_year", "subject_code"],
                condition=Q(department__isnull=False, replaces=None, follows=None),
                name="certificate_one_a_department",
            ),
            models.CheckConstraint(
                condition=Q(employee__isnull=False, completion__isnull=False, department=None)
                | Q(employee=None, completion=None, department__isnull=False),
                name="certificate_subject",
            ),
        ]

    def __str__(self) -> str:
        return self.number_text

    @property
    def state(self) -> State:
        """Needs `with_state()`, or asks twice."""
        if hasattr(self, "revocation"):
            return self.State.REVOKED
        return self.State.SUPERSEDED if hasattr(self, "replaced_by") else self.State.ISSUED


class Revocation(Salted, Fact):
    """取消し: the paper counts no more; its number is never given again."""

    erases: ClassVar = {"reason": "", "salt": ""}

    certificate = models.OneToOneField(
        Certificate, models.PROTECT, related_name="revocation", verbose_name="取り消した証書"
    )
    revoked_on = models.DateField("取消日")
    reason = models.CharField("取消しの理由", max_length=200)
    revoked_by = models.CharField("取消しの手続をした人", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "証書の取消し"

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.revoked_on}"


class Drawing(models.Model):
    """The drawing of a giving, where somebody has had a hand in it. Without a row nothing stops it."""

    batch = models.OneToOneField(Batch, models.CASCADE, primary_key=True, related_name="drawing", verbose_name="交付")
    stopped = models.BooleanField("中止", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "証書の作成"

    def __str__(self) -> str:
        return f"{self.batch_id} {self.stopped}"


class DrawingTurn(models.Model):
    """A worker's hold on a paper that it draws just now; after `until` it is nobody's."""

    certificate = models.OneToOneField(
        Certificate, models.CASCADE, primary_key=True, related_name="turn", verbose_name="証書"
    )
    holder = models.CharField(max_length=32, db_index=True)
    until = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "作成中の証書"

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.holder}"


class Giving(Work):
    """A giving to so many that nobody waits for its end: who was looked at and confirmed, and how far it is.

    `completions` are ids in the order of the numbers to come; the first `done` of them have been dealt with.
    """

    batch = models.OneToOneField(Batch, models.PROTECT, primary_key=True, related_name="giving", verbose_name="交付")
    series = models.ForeignKey(Series, models.PROTECT, related_name="+", verbose_name="系列")
    completions = models.JSONField("修了記録", encoder=CompactJSON)

    class Meta:
        verbose_name = verbose_name_plural = "多人数への交付"
        constraints = [
            models.UniqueConstraint(
                fields=["series"], condition=Q(state__in=["waiting", "working"]), name="giving_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.state}"


class Bundle(Work):
    """Papers put together in one file for one person, for some days."""

    class Form(models.TextChoices):
        ZIP = "zip", "1枚ごとのPDF（ZIP）"
        PRINT = "print", "印刷用のPDF"
        LIST = "list", "一覧（XLSX）"

    form = models.CharField("形式", max_length=8, choices=Form)
    title = models.CharField("内容", max_length=100)
    purpose = models.CharField("出力の目的", max_length=20)
    papers = models.JSONField("証書", encoder=CompactJSON)
    offices = models.JSONField("担当")
    ordered_at = models.DateTimeField("作成を始めた日時")
    ordered_by = models.CharField("作成を始めた人", max_length=100, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "まとめたファイル"
        ordering = ["-ordered_at", "-pk"]

    def __str__(self) -> str:
        return self.title
