"""An authority that certifies a city and takes certificates back, for tests of what it has revoked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

from lms.lib.signatures.authority import NO_USE

_YEARS = timedelta(days=3650)


@dataclass(frozen=True)
class Authority:
    """`city`: the file with the city's certificate and key."""

    folder: Path
    key: RSAPrivateKey
    certificate: x509.Certificate
    serial: int

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    @property
    def city(self) -> Path:
        return self.folder / "city.p12"

    def revoked(self, serials: Mapping[int, datetime], at: datetime, days: int = 30) -> bytes:
        """A list as of `at`, for so many days."""
        return list_of(self.certificate, self.key, serials, at, days)


def list_of(
    issuer: x509.Certificate, key: RSAPrivateKey, serials: Mapping[int, datetime], at: datetime, days: int = 30
) -> bytes:
    made = x509.CertificateRevocationListBuilder(issuer.subject, at, at + timedelta(days=days))
    for serial, since in serials.items():
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since).build()
        made = made.add_revoked_certificate(entry)
    made = made.add_extension(x509.CRLNumber(1), critical=False)
    made = made.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    return made.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


def authority(folder: Path, at: datetime) -> Authority:
    folder.mkdir()
    key, citys = generate_private_key(65537, 2048), generate_private_key(65537, 2048)
    root = _issued("認証局", key, "認証局", key, at, ca=True)
    city = _issued("垂水市長", citys, "認証局", key, at, ca=False)
    (folder / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    (folder / "city.p12").write_bytes(pkcs12.serialize_key_and_certificates(b"", citys, city, None, NoEncryption()))
    return Authority(folder, key, root, city.serial_number)


def _issued(
    subject: str, key: RSAPrivateKey, issuer: str, issuer_key: RSAPrivateKey, at: datetime, *, ca: bool
) -> x509.Certificate:
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in (issuer, subject)]
    usage = x509.KeyUsage(
        **(NO_USE | {"key_cert_sign": ca, "crl_sign": ca, "digital_signature": not ca, "content_commitment": not ca})
    )
    identified = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    return (
        x509.CertificateBuilder(*names, key.public_key(), x509.random_serial_number(), at - _YEARS / 2, at + _YEARS)
        .add_extension(x509.BasicConstraints(ca, None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(identified, critical=False)
        .add_extension(above, critical=False)
        .sign(issuer_key, hashes.SHA256())
    )
