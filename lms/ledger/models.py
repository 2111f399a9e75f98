"""The trace that every fact leaves: entries chained by hashes, so that tampering shows."""

from collections.abc import Collection
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Left, StrIndex

from lms.ledger.retention import Disposal, Erasure, Expired, Kept, RetentionPeriod
from lms.ledger.work import AuditArchive, Extract, LedgerCheck
from lms.lib.compact_json import CompactJSON
from lms.lib.facts import Fact, FactQuerySet

__all__ = [
    "AuditArchive", "Disposal", "Erasure", "Expired", "Extract", "Kept", "LedgerCheck", "LedgerEntry",
    "RetentionPeriod",
]  # fmt: skip


def first_word() -> Left:
    """Of the subject: whom or what an entry is about. The index `ledger_about` is over the same."""
    space = Value(" ")
    return Left(F("subject"), StrIndex(Concat(F("subject"), space), space) - 1)


class LedgerEntryQuerySet(FactQuerySet):
    """Entries before and after the sealer has numbered them."""

    def unsealed(self) -> "LedgerEntryQuerySet":
        return self.filter(seq=None).order_by("pk")

    def sealed(self) -> "LedgerEntryQuerySet":
        return self.exclude(seq=None).order_by("seq")

    def between(self, first: datetime | None, end: datetime | None) -> "LedgerEntryQuerySet":
        """Written from `first` to before `end`; either may be open."""
        found = self if first is None else self.filter(recorded_at__gte=first)
        return found if end is None else found.filter(recorded_at__lt=end)

    def by_or_about(self, number: str, moments: Collection[datetime]) -> "LedgerEntryQuerySet":
        """Acts of a person, acts upon that person, and what was written at the moments of the person's facts."""
        found = self.alias(about=first_word())
        return found.filter(Q(actor=number) | Q(about=number) | Q(recorded_at__in=moments))

    def saying(self, words: str, keys: Collection[str]) -> "LedgerEntryQuerySet":
        """With these words in the subject, or under one of these keys of the contents. Reads all that is left to it."""
        found = Q(subject__icontains=words)
        for key in keys:
            found |= Q(**{f"payload__{key}__icontains": words})
        return self.filter(found)


class LedgerEntry(Fact):
    """One act. Written in the act's transaction without a number; the one sealer numbers and chains it.

    The chain covers `digest` = SHA-256(salt || payload), so a payload may lawfully be
    erased and the chain still verifies.
    """

    sets_once = ("seq", "previous", "hash")
    erases: ClassVar = {"payload": {"facts": []}, "salt": ""}

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
            models.Index(fields=["id"], name="ledger_unsealed", condition=Q(seq=None)),
            models.Index(fields=["action", "recorded_at"], name="ledger_action"),
            models.Index(fields=["recorded_at"], name="ledger_moment"),
            models.Index(fields=["actor", "id"], name="ledger_actor"),
            models.Index(first_word(), F("id"), name="ledger_about"),
        ]

    def __str__(self) -> str:
        return f"{self.recorded_at:%Y-%m-%d %H:%M} {self.actor} {self.action} {self.subject}"
