"""The files of bundles, in DATA_DIR/bundles: for nobody else on the machine, whole or not there, gone after days."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from django.conf import settings

from lms.certificates.bundles.writing import SUFFIXES
from lms.certificates.models import Bundle

KEPT = timedelta(days=7)
# Longer than any bundle is in the making.
_UNFINISHED = timedelta(days=1)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "bundles"


def path_of(bundle: Bundle) -> Path:
    return _folder() / f"{bundle.pk}{SUFFIXES[Bundle.Form(bundle.form)]}"


@contextmanager
def whole_file(bundle: Bundle) -> Iterator[IO[bytes]]:
    """A file to be filled, which takes its place when all went well."""
    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    # A temporary file is readable for its owner alone, and stays so under its new name.
    with tempfile.NamedTemporaryFile(dir=_folder(), prefix="unfinished-", delete=False) as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            Path(file.name).unlink()
            raise
    Path(file.name).replace(path_of(bundle))


def throw_away_old(*, at: datetime) -> int:
    """Remove bundles of earlier days with their files, and what killed workers left; says how many bundles."""
    old = list(Bundle.objects.filter(ordered_at__lt=at - KEPT))
    for bundle in old:
        path_of(bundle).unlink(missing_ok=True)
        bundle.delete()
    for path in _folder().glob("unfinished-*"):
        if path.stat().st_mtime < (at - _UNFINISHED).timestamp():
            path.unlink(missing_ok=True)
    return len(old)
