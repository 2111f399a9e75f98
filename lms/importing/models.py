"""What was taken in, when and by whom. The facts carry the batch's id as text, so undoing needs no key upward."""

import uuid

from django.db import models

from lms.lib.facts import Fact
from lms.people.models import Employee


def new_batch_id() -> str:
    return uuid.uuid4().hex


class ImportBatch(models.Model):
    """One uploaded or named file: first only looked at, then perhaps applied."""

    class Kind(models.TextChoices):
        DEPARTMENTS = "departments", "所属"
        STAFF = "staff", "職員"
        ROLES = "roles", "役割の指定"

    id = models.CharField(primary_key=True, max_length=32, default=new_batch_id, editable=False)
    kind = models.CharField("種類", max_length=12, choices=Kind)
    on = models.DateField("基準日")
    filename = models.CharField("ファイル名", max_length=200)
    content = models.BinaryField("ファイル")
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField("取り込んだ日時")
    uploaded_by = models.CharField("取り込んだ人", max_length=100)
    applied_at = models.DateTimeField("反映日時", null=True)
    counts = models.JSONField("件数", default=dict)
    notes = models.JSONField("注意", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "取込み"
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.filename


class StaffStatement(Fact):
    """What the staff file of a day said of a person that no posting keeps: the number, and whether the person leaves.

    Written when it is new or when the name changes, so the newest one also says how old the person's name is.
    """

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="職員")
    staff_number = models.CharField("職員番号", max_length=20)
    on = models.DateField("基準日")
    retired_on = models.DateField("退職日", null=True, blank=True)
    batch = models.CharField("取込み", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "職員ファイルの記載"

    def __str__(self) -> str:
        return f"{self.staff_number} {self.on}"
