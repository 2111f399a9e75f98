"""The trace that every fact leaves: entries chained by hashes, so that tampering shows."""

from django.db import models

from lms.lib.compact_json import CompactJSON
from lms.lib.facts import Fact, FactQuerySet


class LedgerEntryQuerySet(FactQuerySet):
    """Entries before and after the sealer has numbered them."""

    def unsealed(self) -> "LedgerEntryQuerySet":
        return self.filter(seq=None).order_by("pk")

    def sealed(self) -> "LedgerEntryQuerySet":
        return self.exclude(seq=None).order_by("seq")


class LedgerEntry(Fact):
    """One act. Written in the act's transaction without a number; the one sealer numbers and chains it.

    The chain covers `digest` = SHA-256(salt || payload), so a payload may lawfully be
    erased and the chain still verifies.
    """

    sets_once = ("seq", "previous", "hash")

    actor = models.CharField("行った人", max_length=100)
    action = models.CharField("操作", max_length=60)
    subject = models.CharField("対象", max_length=200)
    payload = models.JSONField("内容", encoder=CompactJSON)
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    seq = models.BigIntegerField("番号", null=True, unique=True)
    previous = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - NULL means not sealed yet
    hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001

    objects = LedgerEntryQuerySet.as_manager()  # type: ignore[misc]  # as in lms.lib.facts

    class Meta:
        verbose_name = verbose_name_plural = "操作記録"
        indexes = [
            models.Index(fields=["id"], name="ledger_unsealed", condition=models.Q(seq=None)),
            models.Index(fields=["action", "recorded_at"], name="ledger_action"),
        ]

    def __str__(self) -> str:
        return f"{self.recorded_at:%Y-%m-%d %H:%M} {self.actor} {self.action} {self.subject}"
