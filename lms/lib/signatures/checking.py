"""Is this PDF a paper of ours, whole and as it was signed? Anything that is not plainly so is refused.

Stricter than viewers are: the one certification signature must cover every byte of the file (a viewer calls a signature
valid although pages were appended), and it must be written in the one form in which we write it, so that not even a bit
without meaning can be changed.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO

from asn1crypto import cms, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    read_certification_data,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel

from lms.lib.signatures.trust import Trust

LARGEST = 20 * 1024 * 1024
_BYTE_RANGE = re.compile(rb"/ByteRange \[0 (\d{1,9}) (\d{1,9}) (\d{1,9}) *\]")
_DIGEST = "message_digest"


@dataclass(frozen=True)
class Verdict:
    """`problem` says in words why the file is not accepted; empty when it is."""

    problem: str = ""
    signer: str = ""
    signed_at: datetime | None = None
    stamped: bool = False

    @property
    def accepted(self) -> bool:
        return not self.problem


class _Refused(Exception):  # noqa: N818 - a judgement, not an error
    """Why, in words."""


def check(pdf: bytes, trust: Trust, at: datetime) -> Verdict:
    """The judgement as of `at`, by which a certificate may have run out."""
    try:
        return _checked(pdf, trust, at)
    except _Refused as refused:
        return Verdict(str(refused))
    except Exception:  # whatever a forged file makes a parser raise, it is not accepted
        return Verdict("PDFとして、又は署名として読めない部分があります。")


def _checked(pdf: bytes, trust: Trust, at: datetime) -> Verdict:
    if len(pdf) > LARGEST:
        raise _Refused("ファイルが大きすぎます。")
    if not pdf.startswith(b"%PDF-"):
        raise _Refused("PDFではありません。")
    _require_digest(pdf)
    reader = PdfFileReader(BytesIO(pdf))
    signature = _only_signature(reader)
    _require_written_as_ours(signature, pdf)
    status = _status(signature, trust, at)
    _require_whole(reader, signature, status, trust, at)
    _require_no_change_allowed(reader, signature)
    stamp = status.timestamp_validity
    return Verdict(
        signer=signature.signer_cert.subject.native.get("common_name", ""),
        signed_at=stamp.timestamp if stamp else status.signer_reported_dt,
        stamped=stamp is not None,
    )


def _require_digest(pdf: bytes) -> None:
    """What is signed is what is there: seen from the bytes alone, before a forged file reaches a parser of PDF."""
    found = _BYTE_RANGE.search(pdf)
    if found is None:
        raise _Refused("署名がありません。")
    end, rest, length = (int(number) for number in found.groups())
    data = cms.ContentInfo.load(bytes.fromhex(pdf[end + 1 : rest - 1].decode()))["content"]
    stated = [
        one["values"][0].native for one in data["signer_infos"][0]["signed_attrs"] if one["type"].native == _DIGEST
    ]
    if stated != [sha256(pdf[:end] + pdf[rest : rest + length]).digest()]:
        raise _Refused("内容が、署名したときから変わっています。")


def _only_signature(reader: PdfFileReader) -> EmbeddedPdfSignature:
    found = reader.embedded_regular_signatures
    if not found:
        raise _Refused("署名がありません。")
    if len(found) > 1:
        raise _Refused("署名が一つではありません。")
    return found[0]


def _status(signature: EmbeddedPdfSignature, trust: Trust, at: datetime) -> PdfSignatureStatus:
    """Intact, of a trusted authority and of a signer we know, at `at` or at the moment of a trusted time stamp."""
    status = validate_pdf_signature(signature, trust.context(at))
    stamp = status.timestamp_validity
    if stamp and stamp.valid and stamp.trusted and not status.trusted:
        status = validate_pdf_signature(signature, trust.context(stamp.timestamp), trust.context(at))
    if not (status.intact and status.valid):
        raise _Refused("内容が、署名したときから変わっています。")
    if not trust.knows(signature.signer_cert):
        raise _Refused("証書に使う証明書とは別の証明書による署名です。")
    if not (status.trusted and status.bottom_line):
        raise _Refused(_why_untrusted(signature.signer_cert, at))
    _require_plain_certificates(signature, status)
    return status


def _why_untrusted(certificate: x509.Certificate, at: datetime) -> str:
    if at > certificate.not_valid_after:
        return "署名に使った証明書の有効期間が過ぎています。"
    return "信頼する認証局の証明書で確かめられない署名です。"


def _require_whole(
    reader: PdfFileReader, signature: EmbeddedPdfSignature, status: PdfSignatureStatus, trust: Trust, at: datetime
) -> None:
    """Every byte is covered: by the signature, or, with a long-term archive, by its last time stamp."""
    appended = _Refused("署名した後に、書き足された部分があります。")
    stamps = reader.embedded_timestamp_signatures
    if not stamps:
        if status.coverage != SignatureCoverageLevel.ENTIRE_FILE or status.modification_level != ModificationLevel.NONE:
            raise appended
        return
    last = validate_pdf_timestamp(stamps[-1], trust.context(at))
    if status.modification_level > ModificationLevel.LTA_UPDATES:
        raise appended
    if not (last.intact and last.valid and last.trusted and last.coverage == SignatureCoverageLevel.ENTIRE_FILE):
        raise appended


def _require_no_change_allowed(reader: PdfFileReader, signature: EmbeddedPdfSignature) -> None:
    certified = read_certification_data(reader)
    levels = (certified and certified.permission, signature.docmdp_level)
    if levels != (MDPPerm.NO_CHANGES, MDPPerm.NO_CHANGES):
        raise _Refused("変更を認めない署名ではありません。")


# ---- written in the one form in which we write ----------------------------------------------------------------------

_ILL_FORMED = "署名の形が、交付したときのものと異なります。"


def _require_written_as_ours(signature: EmbeddedPdfSignature, pdf: bytes) -> None:
    """No byte of the file lies outside the signature but the signature itself, in capitals and filled with zeros."""
    if len(signature.byte_range) != 4:
        raise _Refused(_ILL_FORMED)
    first, length, rest, _ = signature.byte_range
    hole, content = pdf[length:rest], signature.pkcs7_content
    info = cms.ContentInfo.load(content)
    exact = info.dump()
    filling = b"0" * (2 * (len(content) - len(exact)))
    if first != 0 or hole != b"<" + exact.hex().upper().encode() + filling + b">":
        raise _Refused(_ILL_FORMED)
    if info.copy().dump(force=True) != exact:
        raise _Refused(_ILL_FORMED)
    _require_plain(info["content"])


def _require_plain(data: cms.SignedData) -> None:
    """What the signature itself does not cover says nothing of its own."""
    signer = data["signer_infos"][0]
    plain = cms.DigestAlgorithm({"algorithm": "sha256"}).dump()
    algorithms = [one.dump() for one in data["digest_algorithms"]]
    named = (data["version"].native, signer["version"].native, signer["digest_algorithm"].dump())
    if len(data["signer_infos"]) != 1 or algorithms != [plain] or named != ("v1", "v1", plain):
        raise _Refused(_ILL_FORMED)


def _require_plain_certificates(signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> None:
    """Each certificate inside is one that the judgement used: of another one any bit could be changed."""
    path = status.validation_path
    used = {one.dump() for one in path.iter_certs(include_root=True)} if path else set()
    inside = [one.chosen.dump() for one in signature.signed_data["certificates"]]
    if not used.issuperset(inside):
        raise _Refused(_ILL_FORMED)
