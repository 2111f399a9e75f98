"""The files of drawn papers, in DATA_DIR/papers. A file is there whole or not at all."""

from pathlib import Path

from django.conf import settings

from lms.certificates.models import Certificate
from lms.lib.kept_files import write_whole


def path_of(certificate: Certificate, digest: str) -> Path:
    """Named by what it holds; spread over folders, so that no folder grows without end."""
    public_id = certificate.public_id
    return Path(settings.DATA_DIR) / "papers" / public_id[:2] / f"{public_id}-{digest[:16]}.pdf"


def kept(certificate: Certificate, digest: str) -> bytes | None:
    """The bytes of the file, whatever they are; None without a file."""
    try:
        return path_of(certificate, digest).read_bytes()
    except FileNotFoundError:
        return None


def throw_away(certificate: Certificate, digest: str) -> None:
    """Remove a file that became no paper."""
    path_of(certificate, digest).unlink()


def keep(certificate: Certificate, digest: str, content: bytes) -> None:
    """Write the file so that it survives a loss of power, or leave what was there."""
    write_whole(path_of(certificate, digest), content)
