"""The files of long lists, in DATA_DIR/lists: for nobody else on the machine, whole or not there, gone after days."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from lms.lib.kept_files import throw_away_others
from lms.reports.models import ListFile

KEPT = timedelta(days=7)
# Longer than any list is in the making.
_NAMELESS = timedelta(days=1)


def path_of(row: ListFile) -> Path:
    return _folder() / str(row.pk)


def throw_away_old(*, at: datetime) -> int:
    """Remove lists of earlier days with their files, and files of nobody; says how many lists."""
    old = list(ListFile.objects.filter(ordered_at__lt=at - KEPT))
    for row in old:
        path_of(row).unlink(missing_ok=True)
        row.delete()
    named = {path_of(row) for row in ListFile.objects.only("pk")}
    throw_away_others(_folder(), named, before=(at - _NAMELESS).timestamp())
    return len(old)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "lists"
