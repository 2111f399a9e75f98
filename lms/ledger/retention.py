"""保存期間: how long what is kept, what has run out, and the decisions by which personal words were erased."""

from django.db import models
from django.db.models import F, Q

from lms.lib.facts import Fact


class Kept(models.TextChoices):
    """Kinds of record that have a retention period. Years count from the end of the fiscal year."""

    PERSON = "person", "退職した職員の記録"
    ENTRY = "entry", "操作記録の内容"
    FILE = "file", "取り込んだファイル"
    REPORT = "report", "所属の報告書と証明書"
    SURVEY = "survey", "アンケートの回答"


class RetentionPeriod(models.Model):
    """So many years, as the city's own rules say; a kind without a row has the usual number."""

    kind = models.CharField("種類", max_length=8, choices=Kept, unique=True)
    years = models.PositiveSmallIntegerField("保存期間（年）")
    ground = models.CharField("根拠", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "保存期間"
        constraints = [models.CheckConstraint(condition=Q(years__gte=1), name="retention_a_year_at_least")]

    def __str__(self) -> str:
        return f"{self.kind} {self.years}"


class Disposal(Fact):
    """A decision, taken outside the system, that what has run out be erased. `actor` entered it."""

    decided_on = models.DateField("決裁日")
    decided_by = models.CharField("決裁権者", max_length=60)
    document_number = models.CharField("文書番号", max_length=60)
    actor = models.CharField("入力した人", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "削除の決定"

    def __str__(self) -> str:
        return self.document_number


class Expired(models.Model):
    """A record whose period has run out, as the night found it. With a `disposal` it is to be erased; then it goes."""

    kind = models.CharField("種類", max_length=8, choices=Kept)
    key = models.CharField(max_length=100)
    kept_until = models.DateField("保存期間の末日")
    disposal = models.ForeignKey(Disposal, models.PROTECT, null=True, related_name="waiting", verbose_name="削除の決定")

    class Meta:
        verbose_name = verbose_name_plural = "保存期間が満了した記録"
        ordering = ["kind", "kept_until", "pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="expired_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Erasure(Fact):
    """The personal words of one row were erased. Only where such a row stands does the database let them go."""

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="erasures", verbose_name="削除の決定")
    label = models.CharField("表", max_length=60)
    key = models.CharField("行", max_length=40)
    kept_until = models.DateField("保存期間の末日")
    erased_on = models.DateField("削除日")

    class Meta:
        verbose_name = verbose_name_plural = "削除の記録"
        constraints = [
            models.UniqueConstraint(fields=["label", "key"], name="erasure_once"),
            models.CheckConstraint(condition=Q(kept_until__lt=F("erased_on")), name="erasure_after_the_period"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.key}"
