"""The files that 監査担当 orders: for nobody else on the machine, whole or not there, gone after some days."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Max

from lms.ledger.models import AuditArchive, Extract, LedgerEntry
from lms.ledger.work import OrderedFile
from lms.lib.kept_files import throw_away_others

KEPT = timedelta(days=7)
# Longer than any file is in the making.
_NAMELESS = timedelta(days=1)


def newest_entry() -> int:
    """The id of the newest entry of 操作記録, so that a file made later holds no more."""
    return LedgerEntry.objects.aggregate(last=Max("pk"))["last"] or 0


def path_of(row: OrderedFile) -> Path:
    return _folder(row.folder) / f"{row.pk}.{row.suffix}"


def throw_away_old(*, at: datetime) -> int:
    """Remove the files of earlier days, and files of nobody; says how many files."""
    old = [
        row for model in (Extract, AuditArchive) for row in model._default_manager.filter(ordered_at__lt=at - KEPT)
    ]  # fmt: skip
    for row in old:
        path_of(row).unlink(missing_ok=True)
        row.delete()
    for model in (Extract, AuditArchive):
        named = {path_of(row) for row in model._default_manager.all()}
        throw_away_others(_folder(model.folder), named, before=(at - _NAMELESS).timestamp())
    return len(old)


def _folder(name: str) -> Path:
    return Path(settings.DATA_DIR) / name
