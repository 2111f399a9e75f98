"""The installation's secret key, made once and kept beside its data."""

import os
import secrets
from pathlib import Path


def secret_key(folder: Path) -> str:
    """The key in `folder`, made on first use and readable by the owner alone."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "secret_key"
    if not path.exists():
        _write_new(path, secrets.token_urlsafe(64))
    return path.read_text().strip()


def _write_new(path: Path, text: str) -> None:
    # Several processes may start at once: whoever links its finished file first wins, the others read that one.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
