"""The files of long lists, in DATA_DIR/lists: for nobody else on the machine, whole or not there, gone after days."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from lms.lib.kept_files import throw_away_unfinished
from lms.reports.models import ListFile

KEPT = timedelta(days=7)
# Longer than any list is in the making.
_UNFINISHED = timedelta(days=1)


def path_of(row: ListFile) -> Path:
    return _folder() / str(row.pk)


def throw_away_old(*, at: datetime) -> int:
    """Remove lists of earlier days with their files, and what killed workers left; says how many lists."""
    old = list(ListFile.objects.filter(ordered_at__lt=at - KEPT))
    for row in old:
        path_of(row).unlink(missing_ok=True)
        row.delete()
    throw_away_unfinished(_folder(), before=(at - _UNFINISHED).timestamp())
    return len(old)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "lists"
