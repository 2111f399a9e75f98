"""Signatures on plain bytes (CMS, detached), by the certificate that signs papers."""

import asyncio
from datetime import datetime

from asn1crypto import cms
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms

from lms.lib.signatures.configured import identity
from lms.lib.signatures.trust import Trust


def signed_statement(content: bytes, at: datetime) -> bytes:
    """The signature, apart from the content: `openssl cms -verify -inform DER -content FILE` checks it as well."""
    signing = identity(at).signer.async_sign_general_data(content, "sha256", detached=True)
    return bytes(asyncio.run(signing).dump())


def since_then(signature: bytes, trust: Trust, at: datetime) -> str:
    """What has become of the signer's certificate by `at`: 「失効しています」; empty when it is as it was."""
    certificate = extract_certificate_info(cms.ContentInfo.load(signature)["content"]).signer_cert
    if trust.had_revoked(certificate, at):
        return "証明書は、その後に失効しています"
    return "証明書の有効期間は、その後に過ぎています" if at > certificate.not_valid_after else ""


def statement_problem(content: bytes, signature: bytes, trust: Trust, at: datetime) -> str:
    """Why the signature does not vouch for the content; empty when it does."""
    try:
        data = cms.ContentInfo.load(signature)["content"]
        status = asyncio.run(async_validate_detached_cms(content, data, trust.context(at)))
    except Exception:  # whatever a forged signature makes a parser raise, it is not accepted
        return "署名として読めません。"
    if not (status.intact and status.valid):
        return "内容が、署名したときから変わっています。"
    if not (status.trusted and trust.knows(status.signing_cert)):
        return "信頼する証明書による署名ではありません。"
    if trust.had_revoked(status.signing_cert, at):
        return "署名に使った証明書は、失効しています。"
    return ""
