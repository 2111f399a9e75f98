"""A demo authority: what signs papers until the city's own certificate is configured.

Its root key is thrown away once it has certified the one signer, so nobody can have it certify another.
"""

import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

_BITS = 2048
_LIFE = timedelta(days=20 * 365)
NO_USE = dict.fromkeys(
    ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
     "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False,
)  # fmt: skip
ROOT, SIGNER = "root.pem", "signer.p12"


def demo_authority(folder: Path, at: datetime) -> Path:
    """`folder` with the root's certificate and the signer's key, made at the first call; for the owner's eyes alone."""
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = Path(tempfile.mkdtemp(dir=folder.parent))
        _make(draft, at)
        try:
            draft.rename(folder)
        except OSError:
            # Several processes may start at once: whoever moves its finished folder first wins.
            if not folder.exists():
                raise
            shutil.rmtree(draft)
    return folder


def _make(folder: Path, at: datetime) -> None:
    root_key, key = generate_private_key(65537, _BITS), generate_private_key(65537, _BITS)
    root_name, name = _name("試行用認証局"), _name("試行用の署名")
    root = _certificate(
        root_name, root_key, root_name, root_key, at, x509.BasicConstraints(ca=True, path_length=0), "key_cert_sign"
    )
    issued = _certificate(
        name, key, root_name, root_key, at, x509.BasicConstraints(ca=False, path_length=None), "digital_signature",
        "content_commitment",
    )  # fmt: skip
    _write(folder / ROOT, root.public_bytes(Encoding.PEM))
    _write(folder / SIGNER, pkcs12.serialize_key_and_certificates(b"demo", key, issued, [root], NoEncryption()))


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "職員研修（試行用）"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _certificate(
    subject: x509.Name,
    key: RSAPrivateKey,
    issuer: x509.Name,
    issuer_key: RSAPrivateKey,
    at: datetime,
    basic: x509.BasicConstraints,
    *uses: str,
) -> x509.Certificate:
    public = key.public_key()
    return (
        x509.CertificateBuilder(
            issuer, subject, public, x509.random_serial_number(), at - timedelta(days=1), at + _LIFE
        )
        .add_extension(basic, critical=True)
        .add_extension(x509.KeyUsage(**(NO_USE | dict.fromkeys(uses, True))), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)
