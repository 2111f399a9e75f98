"""JSON with our signature: a compact JWS (RFC 7515, RS256) that carries the public key in its header.

As with papers, what is not plainly as we write it is refused: not even a letter without meaning can be changed.
"""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from jwt import PyJWS
from jwt.algorithms import RSAAlgorithm
from jwt.exceptions import PyJWTError
from jwt.utils import base64url_encode
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import ValidationError

from lms.lib.signatures.checking import LARGEST, Verdict
from lms.lib.signatures.configured import identity
from lms.lib.signatures.signing import CannotSignError
from lms.lib.signatures.trust import Trust

_ALGORITHM = "RS256"
_COMPACT = re.compile(rb"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)


@dataclass(frozen=True)
class Judged:
    """The verdict, and what the JSON says if it is of one of our certificates, even of one that has run out."""

    verdict: Verdict
    payload: Mapping[str, Any]


class _BySigner(RSAAlgorithm):
    """Signs with whatever signs papers (a `Signer`), a token as well; verifies with a certificate's public key."""

    def prepare_key(self, key: Any) -> Any:
        return key

    def check_key_length(self, key: Any) -> None:
        """The authority has seen to it."""

    def sign(self, msg: bytes, key: Any) -> bytes:
        return bytes(asyncio.run(key.async_sign_raw(msg, "sha256")))


def _jws() -> PyJWS:
    found = PyJWS(algorithms=[])
    found.register_algorithm(_ALGORITHM, _BySigner(RSAAlgorithm.SHA256))
    return found


def looks_signed(content: bytes) -> bool:
    return _COMPACT.fullmatch(content) is not None


def signed_json(payload: Mapping[str, Any], at: datetime) -> str:
    """The JWS. Raises CannotSignError where the certificate's key is not of the kind that the format asks for."""
    signer: Any = identity(at).signer
    content = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    return _jws().encode(content, signer, algorithm=_ALGORITHM, headers={"jwk": public_jwk(signer.signing_cert)})


def may_sign_json(certificate: x509.Certificate) -> bool:
    """Whether its key is of the kind that the format asks for."""
    return bool(certificate.public_key.algorithm == "rsa")


def public_jwk(certificate: x509.Certificate) -> dict[str, Any]:
    """The certificate's public key as JSON."""
    jwk: dict[str, Any] = RSAAlgorithm.to_jwk(_public_key(certificate), as_dict=True)
    return {name: jwk[name] for name in ("kty", "n", "e")}


def _public_key(certificate: x509.Certificate) -> RSAPublicKey:
    key = load_der_public_key(certificate.public_key.dump())
    if not isinstance(key, RSAPublicKey):
        raise CannotSignError("この形式の署名には、RSA方式の証明書が必要です。")
    return key


def check_json(content: bytes, trust: Trust, at: datetime) -> Judged:
    """Is this JSON that a certificate of ours signed, which was valid at `at`?"""
    if len(content) > LARGEST or not looks_signed(content):
        return _refused("署名の形が、交付したときのものと異なります。")
    for certificate in trust.own:
        payload = _payload(content, certificate)
        if payload is not None:
            problem = _problem_of(certificate, trust, at)
            return Judged(Verdict(problem, _name(certificate)), payload)
    return _refused("証書に使う証明書による署名ではないか、内容が署名したときから変わっています。")


def _refused(problem: str) -> Judged:
    return Judged(Verdict(problem), {})


def _payload(content: bytes, certificate: x509.Certificate) -> dict[str, Any] | None:
    """What is said, if this certificate signed it in the form in which we write."""
    try:
        found = _jws().decode_complete(content, key=_public_key(certificate), algorithms=[_ALGORITHM])
        said = json.loads(found["payload"])
    except (PyJWTError, CannotSignError, ValueError):
        return None
    header = {"typ": "JWT", "alg": _ALGORITHM, "jwk": public_jwk(certificate)}
    as_written = content.rpartition(b".")[2] == base64url_encode(found["signature"])
    return said if isinstance(said, dict) and found["header"] == header and as_written else None


def _problem_of(certificate: x509.Certificate, trust: Trust, at: datetime) -> str:
    if not certificate.not_valid_before <= at <= certificate.not_valid_after:
        return "署名に使った証明書の有効期間が過ぎています。"
    if trust.had_revoked(certificate, at):
        return "署名に使った証明書は、失効しています。"
    validator = CertificateValidator(certificate, validation_context=trust.context(at))
    try:
        asyncio.run(validator.async_validate_usage({"digital_signature"}))
    except ValidationError:
        return "信頼する認証局の証明書で確かめられない署名です。"
    return ""


def _name(certificate: x509.Certificate) -> str:
    return str(certificate.subject.native.get("common_name", ""))
