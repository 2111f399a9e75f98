"""The ZIP: pieces one by one, and after them the sums that `sha256sum -c` checks. Memory holds one piece at most."""

import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import IO

from lms.lib.fiscal_year import TOKYO

SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Piece:
    """A file in the ZIP. `content` is asked for when its turn comes; `about` says in words what it is."""

    path: str
    about: str
    content: Callable[[], Iterable[bytes]]


def write_archive(file: IO[bytes], pieces: Sequence[Piece], at: datetime, tell: Callable[[int], object]) -> None:
    sums = []
    with zipfile.ZipFile(file, "w") as archive:
        for number, piece in enumerate(pieces, start=1):
            sums.append(f"{_written(archive, piece, at)}  {piece.path}\n")
            tell(number)
        archive.writestr(_entry(SUMS, at), "".join(sums))


def _written(archive: zipfile.ZipFile, piece: Piece, at: datetime) -> str:
    """The sum of what was written."""
    found = sha256()
    with archive.open(_entry(piece.path, at), "w", force_zip64=True) as target:
        for part in piece.content():
            found.update(part)
            target.write(part)
    return found.hexdigest()


def _entry(path: str, at: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, at.astimezone(TOKYO).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry
