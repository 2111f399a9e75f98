"""Rows of work on the ledger: when it was checked and up to where, and what was taken out of it as a file."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models

from lms.lib.compact_json import CompactJSON
from lms.lib.work import Work

# Longer than a check takes at some million entries; a worker that died holds up nobody longer.
LEASE = timedelta(minutes=15)


class LedgerCheck(models.Model):
    """One check of the chain and of every fact. The row is the job; the last one that ended says how it stands."""

    asked_at = models.DateTimeField("検証を始めた日時")
    asked_by = models.CharField("検証を始めた人", max_length=100)
    ended_at = models.DateTimeField("検証を終えた日時", null=True)
    seq = models.BigIntegerField("検証した最後の番号", default=0)
    hash = models.CharField(max_length=64, blank=True)
    number = models.PositiveIntegerField("異常の数", default=0)
    faults = models.JSONField("異常", default=list, encoder=CompactJSON)

    class Meta:
        verbose_name = verbose_name_plural = "操作記録の検証"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M} {self.seq}"

    def is_under_way(self, at: datetime) -> bool:
        return self.ended_at is None and self.asked_at >= at - LEASE


class OrderedFile(Work):
    """A file that somebody ordered, written by a worker and kept for some days."""

    folder: ClassVar[str]

    purpose = models.CharField("出力の目的", max_length=20)
    ordered_at = models.DateTimeField("作成を始めた日時")
    ordered_by = models.CharField("作成を始めた人", max_length=100, db_index=True)

    class Meta:
        abstract = True
        ordering = ["-pk"]

    @property
    def suffix(self) -> str:
        raise NotImplementedError


class Extract(OrderedFile):
    """Entries that somebody looked for. `last` is the newest entry of that moment by its id, so that a file made later
    holds no more.
    """

    class Form(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"
        JSON = "jsonl", "JSON（1行1件）"

    folder = "extracts"

    form = models.CharField("形式", max_length=8, choices=Form)
    conditions = models.JSONField("条件", encoder=CompactJSON)
    acts = models.JSONField("読める操作", encoder=CompactJSON)
    last = models.BigIntegerField()

    class Meta(OrderedFile.Meta):
        verbose_name = verbose_name_plural = "操作記録のファイル"

    def __str__(self) -> str:
        return f"{self.ordered_at:%Y-%m-%d %H:%M} {self.form}"

    @property
    def suffix(self) -> str:
        return self.form


class AuditArchive(OrderedFile):
    """監査資料: what an audit of a period asks for, in one ZIP, as it was known when it was ordered.

    The period lies within one fiscal year; `on` is its last day, and the day as of which everything is counted.

    `total` counts the files in it, and is known when it is begun; `last` is the newest entry of 操作記録 then.
    """

    folder = "audits"

    fiscal_year = models.PositiveSmallIntegerField("年度")
    first = models.DateField("初日")
    on = models.DateField("基準日")
    last = models.BigIntegerField()
    sha256 = models.CharField("ファイルのハッシュ値", max_length=64, blank=True)

    class Meta(OrderedFile.Meta):
        verbose_name = verbose_name_plural = "監査資料"

    def __str__(self) -> str:
        return f"{self.ordered_at:%Y-%m-%d %H:%M} {self.fiscal_year}"

    @property
    def suffix(self) -> str:
        return "zip"
