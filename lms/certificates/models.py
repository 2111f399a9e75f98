"""Papers that were given: a register without gaps, and every word that was printed."""

from django.db import models
from django.db.models import Q

from lms.lib.compact_json import CompactJSON
from lms.lib.facts import Fact
from lms.people.models import Department, Employee
from lms.people.roles import Office
from lms.records.models import Completion


class Series(models.Model):
    """The numbers of one kind of paper of one office in one fiscal year."""

    class Kind(models.TextChoices):
        PERSONAL = "personal", "修了証書"
        DEPARTMENT = "department", "課別修了証明書"

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

    class Meta:
        verbose_name = verbose_name_plural = "交付"

    def __str__(self) -> str:
        return f"{self.given_on}"


class Certificate(Fact):
    """A paper with a number. `payload` holds every word printed; the PDF is a pure drawing of it, made once."""

    sets_once = ("drawn_at", "sha256")

    series = models.ForeignKey(Series, models.PROTECT, related_name="certificates", verbose_name="系列")
    number = models.PositiveIntegerField("番号")
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
    sha256 = models.CharField(max_length=64, null=True)  # noqa: DJ001 - set once, when drawn

    class Meta:
        verbose_name = verbose_name_plural = "修了証書"
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="certificate_number"),
            models.UniqueConstraint(
                fields=["completion"], condition=Q(completion__isnull=False), name="certificate_one_a_completion"
            ),
            models.UniqueConstraint(
                fields=["department", "fiscal_year", "subject_code"],
                condition=Q(department__isnull=False),
                name="certificate_one_a_department",
            ),
            models.CheckConstraint(
                condition=Q(employee__isnull=False, completion__isnull=False, department=None)
                | Q(employee=None, completion=None, department__isnull=False),
                name="certificate_subject",
            ),
        ]

    def __str__(self) -> str:
        return self.payload.get("number", f"{self.number}")
