"""Files of completions and of drills: handed in, looked at, perhaps applied. The reading is in lms.importing."""

from django.db import models

from lms.lib.compact_json import CompactJSON
from lms.people.models import Employee
from lms.records.drill import PhishingDrill


class RecordsFile(models.Model):
    """One file as it was handed in for the courses of `offices` ("dx,security"). `begun_at` is a lease: applying that
    has died may be begun again after it.
    """

    class Kind(models.TextChoices):
        COMPLETIONS = "completions", "修了の記録"
        DRILL = "drill", "標的型訓練の結果"

    kind = models.CharField("種類", max_length=12, choices=Kind)
    drill = models.ForeignKey(PhishingDrill, models.PROTECT, null=True, related_name="+", verbose_name="訓練")
    offices = models.CharField("担当", max_length=50)
    filename = models.CharField("ファイル名", max_length=200)
    content = models.BinaryField("ファイル")
    sha256 = models.CharField(max_length=64)
    handed_in_at = models.DateTimeField("選んだ日時")
    handed_in_by = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="選んだ人")
    read_at = models.DateTimeField("読んだ日時", null=True)
    findings = models.JSONField("読んだ結果", default=dict, encoder=CompactJSON)
    counts = models.JSONField("件数", default=dict)
    begun_at = models.DateTimeField("反映を始めた日時", null=True)
    applied_at = models.DateTimeField("反映日時", null=True)
    failure = models.CharField("反映できなかった理由", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "修了の記録のファイル"
        ordering = ["-handed_in_at"]

    def __str__(self) -> str:
        return self.filename
