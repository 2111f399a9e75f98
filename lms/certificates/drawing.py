"""Drawing and signing of given papers, once each. Their bytes never change: what is asked for again is the file."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from lms.certificates.keeping import keep, kept, throw_away
from lms.certificates.layouts.pictures import pictures_of
from lms.certificates.models import Certificate
from lms.certificates.papers.layout import draw_to_keep
from lms.ledger.appending import append
from lms.ledger.digests import Closed
from lms.lib.signatures.configured import signature_note, signed_paper

_CHUNK = 50


class PaperLostError(RuntimeError):
    """The file of a paper is missing or changed, and no other file can have its signature."""


def paper(certificate: Certificate, at: datetime) -> bytes:
    """The signed PDF: from its file, or drawn and signed now and kept. Safe to do twice at once."""
    if certificate.sha256 is None:
        return _drawn_first(certificate, at)
    content = kept(certificate, certificate.sha256)
    if content is None or _digest(content) != certificate.sha256:
        raise PaperLostError(
            f"{certificate.number_text}の証書のファイルが失われたか、書き換えられています。"
            "署名した証書は同じものを作り直せないため、控え（バックアップ）から戻すか、再交付してください。"
        )
    return content


def _drawn_first(certificate: Certificate, at: datetime) -> bytes:
    said = certificate.payload
    drawn = draw_to_keep(said, certificate.recorded_at, signature_note(), pictures_of(said))
    content = signed_paper(drawn, at)
    digest = _digest(content)
    # The file first, under the name of its digest: a digest in the register always has its file. Of two who draw at
    # once, the one whose digest is entered has made the paper; the other's file is none.
    keep(certificate, digest, content)
    if _enter(certificate, at, digest):
        certificate.drawn_at, certificate.sha256 = at, digest
        return content
    throw_away(certificate, digest)
    certificate.refresh_from_db(fields=["drawn_at", "sha256"])
    return paper(certificate, at)


@transaction.atomic
def _enter(certificate: Certificate, at: datetime, digest: str) -> bool:
    """Whether this drawing is the one that counts."""
    values = {"drawn_at": at, "sha256": digest}
    if not Certificate.objects.filter(pk=certificate.pk, drawn_at=None).update(**values):
        return False
    closed = [Closed(Certificate, [certificate.pk], values)]
    append(actor="command:draw", action="証書の作成", subject=certificate.number_text, at=at, closed=closed)
    return True


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def papers(certificates: QuerySet[Certificate], at: datetime) -> Iterator[tuple[Certificate, bytes]]:
    """Each certificate with its PDF, in order, a few in memory at a time."""
    return papers_of(list(certificates.values_list("pk", flat=True)), at)


def papers_of(wanted: Sequence[int], at: datetime) -> Iterator[tuple[Certificate, bytes]]:
    """The same for certificates by their ids."""
    related = Certificate.objects.select_related("series", "batch", "employee", "department", "completion")
    for start in range(0, len(wanted), _CHUNK):
        keys = wanted[start : start + _CHUNK]
        found = related.in_bulk(keys)
        for key in keys:
            yield found[key], paper(found[key], at)
