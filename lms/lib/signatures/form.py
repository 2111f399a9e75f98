"""The one form in which signatures and time stamps are written, so that not even a bit without meaning can be changed.

What a signature does not cover of itself could be said in several ways: names of the signer and of algorithms, further
attributes, the order of parts. We write one of them, rewrite the tokens of time-stamp authorities likewise, and a check
accepts no other.
"""

from typing import Any

from asn1crypto import cms, x509
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import EmbeddedPdfSignature

# What a token of unknown kind is allowed for its signature; no stamp is as short.
_MOST_FILLING = 600
_STAMP = "signature_time_stamp_token"
_FAMILIES = {"rsassa_pkcs1v15": "rsa", "ecdsa": "ecdsa"}


class PlainStamps(TimeStamper):
    """The tokens of an authority, in our form. Their signature covers nothing of what is rewritten."""

    def __init__(self, authority: TimeStamper) -> None:
        super().__init__()
        self._authority = authority

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        token = await self._authority.async_timestamp(message_digest, md_algorithm)
        return cms.ContentInfo.load(_plain(token).copy().dump(force=True))


def stamp_of(signature: EmbeddedPdfSignature) -> cms.SignedData | None:
    """The token that says when this signature existed."""
    found = [one for one in signature.signer_info["unsigned_attrs"] if one["type"].native == _STAMP]
    return found[0]["values"][0]["content"] if found else None


def is_in_form(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """No byte of the file lies outside the signature but the signature itself, in capitals and filled with zeros."""
    if len(signature.byte_range) != 4 or signature.byte_range[0] != 0:
        return False
    _, length, rest, _ = signature.byte_range
    info = cms.ContentInfo.load(signature.pkcs7_content)
    exact = info.dump()
    filling = len(signature.pkcs7_content) - len(exact)
    written = b"<" + exact.hex().upper().encode() + b"00" * filling + b">"
    plainly = info.copy().dump(force=True) == exact == _plain(info).dump()
    return plainly and pdf[length:rest] == written and (filling <= _MOST_FILLING or _may_be_filled(signature))


def _may_be_filled(signature: EmbeddedPdfSignature) -> bool:
    """Room is left for stamps alone: without one, a stamp was taken out."""
    return signature.sig_object_type == "/DocTimeStamp" or stamp_of(signature) is not None


def _plain(info: cms.ContentInfo) -> cms.ContentInfo:
    """The same signature in the one form. An attribute that it does not cover is dropped, unless it is its stamp."""
    data = info["content"]
    (signer,) = data["signer_infos"]
    detached = data["encap_content_info"]["content_type"].native == "data"
    digest = cms.DigestAlgorithm({"algorithm": signer["digest_algorithm"]["algorithm"].native})
    written = {
        "version": "v1", "sid": _name(extract_certificate_info(data).signer_cert), "digest_algorithm": digest,
        "signed_attrs": signer["signed_attrs"], "signature_algorithm": _algorithm(signer),
        "signature": signer["signature"], **(_only_stamp(signer) if detached else {}),
    }  # fmt: skip
    content = {
        "version": "v1" if detached else "v3", "digest_algorithms": [digest],
        "encap_content_info": data["encap_content_info"], "certificates": data["certificates"],
        "signer_infos": [cms.SignerInfo(written)],
    }  # fmt: skip
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(content)})


def _name(certificate: x509.Certificate) -> cms.SignerIdentifier:
    said = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    return cms.SignerIdentifier("issuer_and_serial_number", cms.IssuerAndSerialNumber(said))


def _algorithm(signer: cms.SignerInfo) -> cms.SignedDigestAlgorithm:
    """Named together with its digest, unless the signature itself says how it is named."""
    given = signer["signature_algorithm"]
    family = _FAMILIES.get(given.signature_algo)
    if family is None or any(one["type"].native == "cms_algorithm_protection" for one in signer["signed_attrs"]):
        return given
    digest = signer["digest_algorithm"]["algorithm"].native
    return cms.SignedDigestAlgorithm({"algorithm": f"{digest}_{family}"})


def _only_stamp(signer: cms.SignerInfo) -> dict[str, Any]:
    found = [one["values"][0] for one in signer["unsigned_attrs"] if one["type"].native == _STAMP]
    stamps = [cms.CMSAttribute({"type": _STAMP, "values": [_plain(one)]}) for one in found[:1]]
    return {"unsigned_attrs": cms.CMSAttributes(stamps)} if stamps else {}
