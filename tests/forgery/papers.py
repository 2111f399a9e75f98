"""Signed papers for tests: a small one of our own, other signers, and what independent programs say of them."""

import re
import subprocess
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from asn1crypto import keys, pem
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper

from lms.lib.pdf import AttachedFile, render_pdf_to_keep
from lms.lib.signatures.authority import NO_USE, ROOT, SIGNER, demo_authority
from lms.lib.signatures.form import PlainStamps
from lms.lib.signatures.signing import Identity, identity_of_file, signed
from lms.lib.signatures.trust import Trust, certificates_of, trust_in

AT = datetime(2026, 7, 31, 1, tzinfo=UTC)
_BODY = '<html lang="ja"><title>修了証書</title><h1>修了証書</h1><p>髙橋 正樹</p><p>垂水市長 尾脇 雅弥</p></html>'


def folder_of_ours() -> Path:
    return Path(settings.KEYS_DIR) / "demo"


def identity_in(folder: Path) -> Identity:
    signer = identity_of_file((folder / SIGNER).read_bytes(), None)
    return Identity(signer, trust_in([*certificates_of([folder / ROOT]), signer.signing_cert]), trial=True)


@cache
def ours() -> Identity:
    return identity_in(folder_of_ours())


@cache
def stranger() -> Identity:
    """Somebody else who calls himself and his authority exactly as ours."""
    with tempfile.TemporaryDirectory() as folder:
        return identity_in(demo_authority(Path(folder) / "demo", AT - timedelta(days=900)))


def trusted() -> Trust:
    return ours().trust


@cache
def unsigned(body: str = _BODY) -> bytes:
    file = AttachedFile("record.json", b'{"name":"x"}', "record", AT)
    return render_pdf_to_keep(body, attachments=(file,))


# The last: a second stamp, over the whole.
FORMS = ("B-B", "B-T", "archive")


@cache
def identity_for(form: str) -> Identity:
    """Ours, that signs in one of the forms; all of them are to be judged by `trusted_with_stamps`."""
    if form == "B-B":
        return ours()
    stamper, trust = stamping()
    return replace(ours(), trust=trust, timestamper=stamper, archival=form == "archive")


def trusted_with_stamps() -> Trust:
    return stamping()[1]


@cache
def genuine(form: str = "B-B") -> bytes:
    return signed(unsigned(), identity_for(form), AT)


def form_of(pdf: bytes) -> str:
    return next(form for form in FORMS if genuine(form) == pdf)


def hole(pdf: bytes, which: int = 0) -> tuple[int, int]:
    """Where the signature's own bytes stand: the angle brackets and what is between them; -1: of the last stamp."""
    end, rest = re.findall(rb"/ByteRange \[0 (\d+) (\d+) \d+", pdf)[which]
    return int(end), int(rest)


# ---- others who judge ------------------------------------------------------------------------------------------------


def pdfsig_accepts(pdf: bytes) -> bool:
    """One signature, valid over the whole document. Whose it is, openssl says."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        done = subprocess.run(["pdfsig", file.name], capture_output=True, check=False)
    said = done.stdout.decode(errors="replace")
    return (
        said.count("Signature #") == 1
        and "Signature is Valid" in said
        and "Total document signed" in said
        and "Not total document signed" not in said
    )


def openssl_accepts(pdf: bytes, folder: Path) -> bool:
    """The signature belongs to these bytes and leads to our root."""
    try:
        end, rest = hole(pdf)
        contents = bytes.fromhex(pdf[end + 1 : rest - 1].decode())
    except (IndexError, TypeError, ValueError):
        return False
    (folder / "signature.der").write_bytes(contents)
    (folder / "content").write_bytes(pdf[:end] + pdf[rest:])
    command = [
        "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", folder / "signature.der", "-content",
        folder / "content", "-CAfile", folder_of_ours() / ROOT, "-purpose", "any", "-out", "/dev/null",
        "-attime", str(int(AT.timestamp())),
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def pem_of(signer: SimpleSigner) -> bytes:
    return pem.armor("CERTIFICATE", signer.signing_cert.dump())


# ---- a time-stamp authority of the tests' own ------------------------------------------------------------------------


@cache
def stamping() -> tuple[PlainStamps, Trust]:
    """What stamps, and our trust with the authority's root beside our own."""
    authority, root, _ = stamp_authority()
    trust = trust_in([*certificates_of([folder_of_ours() / ROOT]), ours().certificate, root])
    return PlainStamps(authority), trust


@cache
def stamp_authority() -> tuple[DummyTimeStamper, object, rsa.RSAPrivateKey]:
    """The authority, its root, and the root's key."""
    root_key, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    root = _issued("時刻認証局", root_key, "時刻認証局", root_key, ca=True)
    stamps = _issued("時刻認証", key, "時刻認証局", root_key, ca=False)
    private = keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    return DummyTimeStamper(stamps, private, fixed_dt=AT), root, root_key


def _issued(subject: str, key: rsa.RSAPrivateKey, issuer: str, issuer_key: rsa.RSAPrivateKey, *, ca: bool) -> object:
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in (issuer, subject)]
    span = (AT - timedelta(days=900), AT + timedelta(days=9000))
    usage = x509.KeyUsage(**(NO_USE | {"key_cert_sign": ca, "crl_sign": ca, "digital_signature": not ca}))
    builder = (
        x509.CertificateBuilder(*names, key.public_key(), x509.random_serial_number(), *span)
        .add_extension(x509.BasicConstraints(ca, None), critical=True)
        .add_extension(usage, critical=True)
    )
    if not ca:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return next(load_certs_from_pemder_data(builder.sign(issuer_key, hashes.SHA256()).public_bytes(Encoding.DER)))
