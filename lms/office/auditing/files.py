"""The files that 監査担当 orders: for nobody else on the machine, whole or not there, gone after some days."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db.models import Max, Q

from lms.ledger.models import AuditArchive, Extract, LedgerEntry
from lms.ledger.work import LEASE, OrderedFile
from lms.lib.kept_files import throw_away_unfinished

KEPT = timedelta(days=7)
# Longer than any file is in the making.
_UNFINISHED = timedelta(days=1)
_Ordered = TypeVar("_Ordered", bound=OrderedFile)


def newest_entry() -> int:
    """The id of the newest entry of 操作記録, so that a file made later holds no more."""
    return LedgerEntry.objects.aggregate(last=Max("pk"))["last"] or 0


def taken_up(model: type[_Ordered], key: int, at: datetime) -> _Ordered | None:
    """A file to be written now; None when somebody else writes it or has done so."""
    free = Q(begun_at=None) | Q(begun_at__lt=at - LEASE)
    if not model._default_manager.filter(free, pk=key, made_at=None).update(begun_at=at, done=0):
        return None
    return model._default_manager.get(pk=key)


def path_of(row: OrderedFile) -> Path:
    return _folder(row.folder) / f"{row.pk}.{row.suffix}"


def throw_away_old(*, at: datetime) -> int:
    """Remove the files of earlier days, and what killed workers left; says how many files."""
    old = [
        row for model in (Extract, AuditArchive) for row in model._default_manager.filter(ordered_at__lt=at - KEPT)
    ]  # fmt: skip
    for row in old:
        path_of(row).unlink(missing_ok=True)
        row.delete()
    for model in (Extract, AuditArchive):
        throw_away_unfinished(_folder(model.folder), before=(at - _UNFINISHED).timestamp())
    return len(old)


def _folder(name: str) -> Path:
    return Path(settings.DATA_DIR) / name
