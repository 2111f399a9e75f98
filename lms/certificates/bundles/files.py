"""The files of bundles, in DATA_DIR/bundles: for nobody else on the machine, whole or not there, gone after days."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from lms.certificates.bundles.writing import SUFFIXES
from lms.certificates.models import Bundle
from lms.lib.kept_files import throw_away_others

KEPT = timedelta(days=7)
# Longer than any bundle is in the making.
_NAMELESS = timedelta(days=1)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "bundles"


def path_of(bundle: Bundle) -> Path:
    return _folder() / f"{bundle.pk}{SUFFIXES[Bundle.Form(bundle.form)]}"


def throw_away_old(*, at: datetime) -> int:
    """Remove bundles of earlier days with their files, and files of nobody; says how many bundles."""
    old = list(Bundle.objects.filter(ordered_at__lt=at - KEPT))
    for bundle in old:
        path_of(bundle).unlink(missing_ok=True)
        bundle.delete()
    named = {path_of(row) for row in Bundle.objects.only("form")}
    throw_away_others(_folder(), named, before=(at - _NAMELESS).timestamp())
    return len(old)
