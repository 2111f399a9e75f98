"""Drawing of given papers, once each. Their bytes never change: what is asked for again comes from its file."""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from lms.certificates.keeping import keep, kept
from lms.certificates.models import Certificate
from lms.certificates.papers.layout import draw

_CHUNK = 50


class PaperLostError(RuntimeError):
    """The file of a paper is missing or changed, and cannot be drawn again with the same bytes."""


def paper(certificate: Certificate, at: datetime) -> bytes:
    """The PDF: from its file, or drawn now and kept. Safe to do twice at once."""
    if certificate.sha256 is None:
        return _drawn_first(certificate, at)
    content = kept(certificate)
    if content is not None and _digest(content) == certificate.sha256:
        return content
    return _drawn_again(certificate)


def _drawn_first(certificate: Certificate, at: datetime) -> bytes:
    content = draw(certificate.payload)
    digest = _digest(content)
    # The digest first: a file without one would be unknown, a digest without its file is drawn again.
    if Certificate.objects.filter(pk=certificate.pk, drawn_at=None).update(drawn_at=at, sha256=digest):
        certificate.drawn_at, certificate.sha256 = at, digest
        keep(certificate, content)
        return content
    certificate.refresh_from_db(fields=["drawn_at", "sha256"])
    return paper(certificate, at)


def _drawn_again(certificate: Certificate) -> bytes:
    content = draw(certificate.payload)
    if _digest(content) != certificate.sha256:
        raise PaperLostError(
            f"{certificate.payload['number']}の証書のファイルが失われたか、書き換えられています。"
            "今の環境で作り直しても同じものにならないため、控え（バックアップ）から戻してください。"
        )
    keep(certificate, content)
    return content


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def papers(certificates: QuerySet[Certificate], at: datetime) -> Iterator[tuple[Certificate, bytes]]:
    """Each certificate with its PDF, in order, a few in memory at a time."""
    wanted = list(certificates.values_list("pk", flat=True))
    for start in range(0, len(wanted), _CHUNK):
        keys = wanted[start : start + _CHUNK]
        found = Certificate.objects.select_related("series", "employee", "department").in_bulk(keys)
        for key in keys:
            yield found[key], paper(found[key], at)


def draw_missing(*, at: datetime) -> int:
    """Draw what was given and never drawn, and say how many: what a worker left when it was killed."""
    return sum(1 for _ in papers(Certificate.objects.filter(drawn_at=None), at))
