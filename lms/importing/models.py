"""What was taken in, when and by whom. The facts carry the batch's id as text, so undoing needs no key upward."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from lms.importing.comparing.reach import Reach
from lms.lib.compact_json import CompactJSON
from lms.lib.facts import Fact, Salted
from lms.people.models import Employee

LARGE = 2000  # rows: a file with more is worked on in the background


def new_batch_id() -> str:
    return uuid.uuid4().hex


class ImportBatchQuerySet(models.QuerySet):
    """Batches by what became of them."""

    def standing(self) -> "ImportBatchQuerySet":
        """Applied and not undone: what their facts say holds."""
        return self.filter(state__in=[ImportBatch.State.APPLIED, ImportBatch.State.UNDOING])

    def idle(self, at: datetime) -> "ImportBatchQuerySet":
        """Nobody works on them: neither begun, nor left by a worker that died, whose lease has ended."""
        return self.filter(~Q(state__in=ImportBatch.BUSY) | Q(lease_until__lt=at))


class ImportBatch(models.Model):
    """One uploaded or named file: first only looked at, then perhaps applied, and perhaps undone."""

    class Kind(models.TextChoices):
        DEPARTMENTS = "departments", "所属"
        STAFF = "staff", "職員"
        ROLES = "roles", "役割の指定"

    class State(models.TextChoices):
        READING = "reading", "確認の準備中"
        PREVIEWED = "previewed", "未反映"
        APPLYING = "applying", "反映中"
        APPLIED = "applied", "反映済み"
        UNDOING = "undoing", "取消し中"
        UNDONE = "undone", "取消し済み"
        FAILED = "failed", "中断"

    BUSY = (State.READING, State.APPLYING, State.UNDOING)

    id = models.CharField(primary_key=True, max_length=32, default=new_batch_id, editable=False)
    kind = models.CharField("種類", max_length=12, choices=Kind)
    reach = models.CharField("範囲", max_length=8, choices=Reach, default=Reach.LISTED)
    on = models.DateField("基準日")
    filename = models.CharField("ファイル名", max_length=200)
    content = models.BinaryField("ファイル")
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField("おおよその行数", default=0)
    uploaded_at = models.DateTimeField("取り込んだ日時")
    uploaded_by = models.CharField("取り込んだ人", max_length=100)
    state = models.CharField("状態", max_length=10, choices=State, default=State.READING)
    lease_until = models.DateTimeField(null=True)
    progress = models.PositiveSmallIntegerField("進み具合", default=0)
    notice = models.CharField("お知らせ", max_length=300, blank=True)
    seen = models.JSONField("確認の結果", default=dict, encoder=CompactJSON)
    applied_at = models.DateTimeField("反映日時", null=True)
    undone_at = models.DateTimeField("取消日時", null=True)
    counts = models.JSONField("件数", default=dict)
    notes = models.JSONField("注意", default=list, encoder=CompactJSON)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "取込み"
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.filename

    @property
    def is_large(self) -> bool:
        return self.rows > LARGE

    def is_at_work(self, at: datetime) -> bool:
        """Whether somebody works on it, as far as the lease says."""
        return self.state in self.BUSY and self.lease_until is not None and self.lease_until >= at


class ShownRows(models.Model):
    """One page of the rows that the preview of a file shows under a figure, compressed."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="shown_rows", verbose_name="取込み")
    key = models.CharField(max_length=12)
    page = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        verbose_name = verbose_name_plural = "確認の行"
        constraints = [models.UniqueConstraint(fields=["batch", "key", "page"], name="shown_rows_page")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.key} {self.page}"


class StaffStatement(Salted, Fact):
    """What the staff file of a day said of a person that no posting keeps: the number, and whether the person leaves.

    Written when it is new or when the name changes, so the newest one also says how old the person's name is.
    """

    erases: ClassVar = {"staff_number": "", "salt": ""}

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="職員")
    staff_number = models.CharField("職員番号", max_length=20)
    on = models.DateField("基準日")
    retired_on = models.DateField("退職日", null=True, blank=True)
    batch = models.CharField("取込み", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "職員ファイルの記載"

    def __str__(self) -> str:
        return f"{self.staff_number} {self.on}"


class ComingParticulars(models.Model):
    """What a person will be called from a day on, said by a file of a future day. Deleted once it has come."""

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="職員")
    on = models.DateField("基準日")
    staff_number = models.CharField("職員番号", max_length=20)
    name = models.CharField("氏名", max_length=100)
    kana = models.CharField("カナ氏名", max_length=100, blank=True)
    usual_name = models.CharField("旧姓・通称", max_length=100, blank=True, null=True)  # noqa: DJ001  # None: not said
    email = models.EmailField("メールアドレス", blank=True)
    hired_on = models.DateField("採用日", null=True, blank=True)
    active_until = models.DateField("利用期限", null=True, blank=True)
    batch = models.CharField("取込み", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "基準日から変わる氏名等"
        constraints = [models.UniqueConstraint(fields=["employee", "on"], name="coming_particulars_once_a_day")]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.on}"


class ColumnMapping(models.Model):
    """Which heading of the city's files stands for which of ours, remembered for each kind of file."""

    kind = models.CharField("種類", max_length=12, choices=ImportBatch.Kind, unique=True)
    headings = models.JSONField("列の対応", default=dict, encoder=CompactJSON)

    class Meta:
        verbose_name = verbose_name_plural = "列の対応"

    def __str__(self) -> str:
        return self.kind


class NameReplacement(models.Model):
    """A name with a 外字 as the files write it, and the same name in characters that every machine has."""

    raw = models.CharField("ファイルの氏名", max_length=100, unique=True)
    chosen = models.CharField("置き換えた氏名", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "外字の置換え"

    def __str__(self) -> str:
        return str(self.pk)
