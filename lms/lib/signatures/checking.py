"""Is this PDF a paper of ours, whole and as it was signed? Anything that is not plainly so is refused.

Stricter than viewers are: the one certification signature must cover every byte of the file (a viewer calls a signature
valid although pages were appended), and it and its stamps must be written in the one form in which we write them.
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
from pyhanko.sign.validation.status import (
    PdfSignatureStatus,
    SignatureCoverageLevel,
    SignatureStatus,
    TimestampSignatureStatus,
)

from lms.lib.signatures.form import is_in_form, stamp_of
from lms.lib.signatures.trust import Trust

LARGEST = 20 * 1024 * 1024
_BYTE_RANGE = re.compile(rb"/ByteRange \[0 (\d{1,9}) (\d{1,9}) (\d{1,9}) *\]")
_DIGEST = "message_digest"
_APPENDED = "署名した後に、書き足された部分があります。"
_ILL_FORMED = "署名の形が、交付したときのものと異なります。"


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
    _require_form(signature, pdf)
    status = _status(signature, trust, at)
    _require_whole(reader, pdf, status, trust, at)
    _require_no_change_allowed(reader, signature)
    stamp = status.timestamp_validity
    return Verdict(
        signer=signature.signer_cert.subject.native.get("common_name", ""),
        signed_at=stamp.timestamp if stamp else status.signer_reported_dt,
        stamped=stamp is not None,
    )


def _require_digest(pdf: bytes) -> None:
    """What is signed is what is there: seen from the bytes alone, before a forged file reaches a parser of PDF."""
    found = [[int(number) for number in one.groups()] for one in _BYTE_RANGE.finditer(pdf)]
    if not found:
        raise _Refused("署名がありません。")
    if sum(found[-1][1:]) != len(pdf):
        raise _Refused(_APPENDED)
    end, rest, length = found[0]
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
    if not status.trusted:
        raise _Refused(_why_untrusted(signature.signer_cert, at))
    _require_used_certificates(signature.signed_data, status)
    if stamp:
        _require_good(stamp)
        _require_used_certificates(stamp_of(signature), stamp)
    _require_not_revoked(status, trust, stamp.timestamp if stamp else at)
    if stamp:
        _require_not_revoked(stamp, trust, at)
    if not status.bottom_line:
        raise _Refused(_APPENDED)
    return status


def _require_not_revoked(status: SignatureStatus, trust: Trust, at: datetime) -> None:
    """Neither the signer nor an authority above him."""
    path = status.validation_path
    above = path.iter_certs(include_root=False) if path else ()
    if any(trust.had_revoked(one, at) for one in (status.signing_cert, *above)):
        raise _Refused("署名か時刻認証に使った証明書は、失効しています。")


def _require_good(stamp: TimestampSignatureStatus) -> None:
    """Signed by an authority that we trust, and about this very signature."""
    if not (stamp.intact and stamp.valid and stamp.trusted):
        raise _Refused("時刻認証を、信頼する認証局の証明書で確かめられません。")


def _why_untrusted(certificate: x509.Certificate, at: datetime) -> str:
    if at > certificate.not_valid_after:
        return "署名に使った証明書の有効期間が過ぎています。"
    return "信頼する認証局の証明書で確かめられない署名です。"


def _require_whole(reader: PdfFileReader, pdf: bytes, status: PdfSignatureStatus, trust: Trust, at: datetime) -> None:
    """Every byte is covered: by the signature, or, with an archive for the long term, by its one stamp."""
    stamps = reader.embedded_timestamp_signatures
    if not stamps:
        if status.coverage != SignatureCoverageLevel.ENTIRE_FILE or status.modification_level != ModificationLevel.NONE:
            raise _Refused(_APPENDED)
        return
    if len(stamps) > 1 or status.modification_level > ModificationLevel.LTA_UPDATES:
        raise _Refused(_APPENDED)
    _require_form(stamps[0], pdf)
    last = validate_pdf_timestamp(stamps[0], trust.context(at))
    if not (last.intact and last.valid and last.trusted and last.coverage == SignatureCoverageLevel.ENTIRE_FILE):
        raise _Refused(_APPENDED)
    _require_used_certificates(stamps[0].signed_data, last)
    _require_not_revoked(last, trust, at)


def _require_form(signature: EmbeddedPdfSignature, pdf: bytes) -> None:
    if not is_in_form(signature, pdf):
        raise _Refused(_ILL_FORMED)


def _require_used_certificates(data: cms.SignedData, status: SignatureStatus) -> None:
    """Each certificate inside is one that the judgement used: of another one any bit could be changed."""
    path = status.validation_path
    used = {one.dump() for one in path.iter_certs(include_root=True)} if path else set()
    inside = [one.chosen.dump() for one in data["certificates"]]
    if not used.issuperset(inside):
        raise _Refused(_ILL_FORMED)


def _require_no_change_allowed(reader: PdfFileReader, signature: EmbeddedPdfSignature) -> None:
    certified = read_certification_data(reader)
    levels = (certified and certified.permission, signature.docmdp_level)
    if levels != (MDPPerm.NO_CHANGES, MDPPerm.NO_CHANGES):
        raise _Refused("変更を認めない署名ではありません。")
