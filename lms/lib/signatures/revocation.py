"""What authorities have taken back: their lists (CRLs), which somebody carries into the closed network as files."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from asn1crypto import crl, pem, x509
from cryptography.hazmat.primitives.serialization import load_der_public_key
from cryptography.x509 import load_der_x509_crl

from lms.lib.signatures.signing import CannotSignError

NAMES = "*.crl"


def lists_in(folder: Path, authorities: Iterable[x509.Certificate]) -> tuple[crl.CertificateList, ...]:
    """All lists in the folder, at least one, each signed by one of the authorities. Raises CannotSignError."""
    if not folder.is_dir():
        raise CannotSignError(f"失効リストのフォルダー（{folder}）がありません。")
    known, paths = tuple(authorities), sorted(folder.glob(NAMES))
    if not paths:
        raise CannotSignError(f"フォルダー（{folder}）に、失効リスト（{NAMES}）がありません。")
    return tuple(_read(path, known) for path in paths)


def _read(path: Path, authorities: tuple[x509.Certificate, ...]) -> crl.CertificateList:
    try:
        return _list(path, path.stat().st_mtime_ns, authorities)
    except OSError as error:
        raise CannotSignError(f"失効リスト（{path}）を読めません。") from error


@lru_cache(maxsize=64)
def _list(path: Path, _changed: int, authorities: tuple[x509.Certificate, ...]) -> crl.CertificateList:
    content = path.read_bytes()
    try:
        der = pem.unarmor(content)[2] if pem.detect(content) else content
        found = crl.CertificateList.load(der, strict=True)
        signed = any(_signed_by(der, found, authority) for authority in authorities)
    except (ValueError, TypeError) as error:
        raise CannotSignError(f"失効リスト（{path}）を読めません。") from error
    if not signed:
        raise CannotSignError(f"失効リスト（{path}）は、信頼する認証局のものではありません。")
    return found


def _signed_by(der: bytes, found: crl.CertificateList, authority: x509.Certificate) -> bool:
    key: Any = load_der_public_key(authority.public_key.dump())
    return found.issuer == authority.subject and load_der_x509_crl(der).is_signature_valid(key)
