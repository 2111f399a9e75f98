"""Papers that were given: a register without gaps, and every word that was printed."""

from django.db import models
from django.db.models import Q

from lms.lib.compact_json import CompactJSON
from lms.lib.facts import Fact, FactQuerySet
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
    reason = models.CharField("再交付の理由", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "交付"

    def __str__(self) -> str:
        return f"{self.given_on}"


class CertificateQuerySet(FactQuerySet):
    """Papers, by how they stand."""

    def standing(self) -> "CertificateQuerySet":
        """Neither revoked nor replaced by a 再交付."""
        return self.filter(revocation=None, replaced_by=None)

    def with_state(self) -> "CertificateQuerySet":
        """With all that `state` asks."""
        return self.select_related("revocation", "replaced_by")


class Certificate(Fact):
    """A paper with a number. `payload` holds every word printed; the PDF is a pure drawing of it, signed, made once.

    A 再交付 is a row of its own with the same number, which names the paper it `replaces`.
    """

    class State(models.TextChoices):
        ISSUED = "issued", "有効"
        SUPERSEDED = "superseded", "再交付により無効"
        REVOKED = "revoked", "取消し"

    sets_once = ("drawn_at", "sha256")

    series = models.ForeignKey(Series, models.PROTECT, related_name="certificates", verbose_name="系列")
    number = models.PositiveIntegerField("番号")
    number_text = models.CharField("証書の番号", max_length=100, db_index=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name="再交付した元の証書"
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
        verbose_name = verbose_name_plural = "修了証書"
        constraints = [
            # A 再交付 repeats its paper's number and subject; no paper is replaced twice by `replaces`.
            models.UniqueConstraint(fields=["series", "number"], condition=Q(replaces=None), name="certificate_number"),
            models.UniqueConstraint(
                fields=["completion"],
                condition=Q(completion__isnull=False, replaces=None),
                name="certificate_one_a_completion",
            ),
            models.UniqueConstraint(
                fields=["department", "fiscal_year", "subject_code"],
                condition=Q(department__isnull=False, replaces=None),
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


class Revocation(Fact):
    """取消し: the paper counts no more; its number is never given again."""

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
