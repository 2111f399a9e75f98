"""Files that must be there whole or not at all, whatever happens to the power."""

import os
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


def write_whole(path: Path, content: bytes) -> None:
    """Write the file so that it survives a loss of power, or leave what was there."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to be filled, for its owner alone, which takes its place when all went well."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # A temporary file is readable for its owner alone, and stays so under its new name.
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix="unfinished-", delete=False) as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            Path(file.name).unlink()
            raise
    Path(file.name).replace(path)


def throw_away_others(folder: Path, named: Collection[Path], *, before: float) -> None:
    """Remove the files of before a moment (seconds since 1970) that nobody names: what killed workers left, and what
    belongs to rows that are gone with an older state of the database."""
    for path in folder.glob("*"):
        if path not in named and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
