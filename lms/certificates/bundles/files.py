"""The files of bundles, in DATA_DIR/bundles: for nobody else on the machine, whole or not there, gone after days."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from lms.certificates.bundles.writing import SUFFIXES
from lms.certificates.models import Bundle
from lms.lib.kept_files import throw_away_unfinished

KEPT = timedelta(days=7)
# Longer than any bundle is in the making.
_UNFINISHED = timedelta(days=1)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "bundles"


def path_of(bundle: Bundle) -> Path:
    return _folder() / f"{bundle.pk}{SUFFIXES[Bundle.Form(bundle.form)]}"


def throw_away_old(*, at: datetime) -> int:
    """Remove bundles of earlier days with their files, and what killed workers left; says how many bundles."""
    old = list(Bundle.objects.filter(ordered_at__lt=at - KEPT))
    for bundle in old:
        path_of(bundle).unlink(missing_ok=True)
        bundle.delete()
    throw_away_unfinished(_folder(), before=(at - _UNFINISHED).timestamp())
    return len(old)
