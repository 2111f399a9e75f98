"""標的型訓練: what was sent, and what each person did with it. Who opened it is for one office's eyes only."""

from django.db import models
from django.db.models import F, Q

from lms.lib.facts import Fact, FactQuerySet
from lms.people.models import Employee


class DrillQuerySet(FactQuerySet):
    def standing(self) -> "DrillQuerySet":
        """Those that nobody has taken back."""
        return self.filter(voided_at=None)


class PhishingDrill(Fact):
    """One 標的型メール訓練 of the security office. One registered wrongly is voided; what hangs on it goes with it."""

    sets_once = ("voided_at",)

    title = models.CharField("訓練名", max_length=100)
    sent_on = models.DateField("実施日")
    voided_at = models.DateTimeField("取消日時", null=True, blank=True, editable=False)

    objects = DrillQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "標的型訓練"
        constraints = [
            models.UniqueConstraint(fields=["title", "sent_on"], condition=Q(voided_at=None), name="drill_one_standing")
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.sent_on}"


class DrillResult(Fact):
    """One person in one drill. A newer file voids the row and adds another."""

    sets_once = ("voided_at",)

    drill = models.ForeignKey(PhishingDrill, models.PROTECT, related_name="results", verbose_name="訓練")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="職員")
    delivered_at = models.DateTimeField("配信日時")
    opened_at = models.DateTimeField("開封日時", null=True, blank=True)
    reported_at = models.DateTimeField("報告日時", null=True, blank=True)
    voided_at = models.DateTimeField("取消日時", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "標的型訓練の結果"
        constraints = [
            models.UniqueConstraint(
                fields=["drill", "employee"], condition=Q(voided_at=None), name="drill_result_one_standing"
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(opened_at__gte=F("delivered_at")), name="drill_opened_after_delivery"
            ),
            models.CheckConstraint(
                condition=Q(reported_at=None) | Q(reported_at__gte=F("delivered_at")),
                name="drill_reported_after_delivery",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.drill_id} {self.employee_id}"
