"""With which certificate this installation signs papers, and which signatures it accepts: read from the settings.

Without a certificate of the city's a demo authority signs, made at the first need; its papers say so and count only as
long as nothing else is configured. Each certificate that once signed is remembered, so that its papers stay acceptable
when the next one takes its place.
"""

import threading
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from asn1crypto import x509
from django.conf import settings
from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps import HTTPTimeStamper

from lms.lib.signatures.authority import ROOT, SIGNER, demo_authority
from lms.lib.signatures.form import PlainStamps
from lms.lib.signatures.revocation import lists_in
from lms.lib.signatures.signing import Identity, identity_of_file, signed
from lms.lib.signatures.trust import Trust, certificates_of, trust_in

TRIAL = "試行用の署名"


@dataclass(frozen=True)
class _Source:
    """The settings that decide."""

    keys: Path
    file: str
    module: str
    token: str
    label: str
    passphrase_file: str
    chain: str
    trusted: str
    stamps: str
    archival: bool

    @property
    def trial(self) -> bool:
        return not (self.file or self.module)


def _source() -> _Source:
    return _Source(
        keys=Path(settings.KEYS_DIR), file=settings.SIGNING_PKCS12, module=settings.SIGNING_PKCS11_MODULE,
        token=settings.SIGNING_PKCS11_TOKEN, label=settings.SIGNING_PKCS11_LABEL,
        passphrase_file=settings.SIGNING_PASSPHRASE_FILE, chain=settings.SIGNING_CHAIN,
        trusted=settings.TRUSTED_CERTIFICATES, stamps=settings.TIMESTAMP_URL, archival=settings.TIMESTAMP_ARCHIVE,
    )  # fmt: skip


def signed_paper(pdf: bytes, at: datetime) -> bytes:
    """The finished PDF with our signature, made at `at`."""
    return signed(pdf, identity(at), at)


def signature_note() -> str:
    """What a paper must say of the signature it is about to get; nothing where the city's own certificate signs."""
    return TRIAL if _source().trial else ""


def trust(at: datetime) -> Trust:
    """Which signatures this installation accepts."""
    return identity(at).trust


def identity(at: datetime) -> Identity:
    """Who signs here; the demo authority is made at the first call."""
    source = _source()
    if source.trial:
        demo_authority(source.keys / "demo", at)
    with _loading:
        found = _loaded(source)
    return replace(found, trust=with_lists(found.trust))


def with_lists(trust: Trust) -> Trust:
    """With the revocation lists that lie here now; they are exchanged while we run."""
    if not settings.SIGNING_CRLS:
        return trust
    return replace(trust, lists=lists_in(Path(settings.SIGNING_CRLS), (*trust.roots, *trust.between)))


# A token lets a process in once.
_loading = threading.Lock()


@lru_cache(maxsize=4)
def _loaded(source: _Source) -> Identity:
    signer = _trial_signer(source) if source.trial else _citys_signer(source)
    stamper = PlainStamps(HTTPTimeStamper(source.stamps)) if source.stamps else None
    return Identity(signer, _trust(source, signer), source.trial, stamper, source.archival and stamper is not None)


def _trial_signer(source: _Source) -> Signer:
    return identity_of_file((source.keys / "demo" / SIGNER).read_bytes(), None)


def _citys_signer(source: _Source) -> Signer:
    secret = Path(source.passphrase_file).read_text(encoding="utf-8").strip() if source.passphrase_file else ""
    if source.file:
        return identity_of_file(Path(source.file).read_bytes(), secret.encode() or None)
    token = import_module("lms.lib.signatures.token")
    signer: Signer = token.token_signer(source.module, source.token, source.label, secret, _chain(source))
    return signer


def _chain(source: _Source) -> list[x509.Certificate]:
    return certificates_of(map(Path, filter(None, source.chain.split(","))))


def _trust(source: _Source, signer: Signer) -> Trust:
    """The chain of the present certificate, what the settings name beside it, and the signers of earlier papers."""
    above = [*_chain(source), *(one for one in signer.cert_registry if one.ca)]
    named = certificates_of(map(Path, filter(None, source.trusted.split(","))))
    if source.trial:
        above += certificates_of([source.keys / "demo" / ROOT])
        return trust_in([*above, *named, signer.signing_cert])
    return trust_in([*above, *named, *_remembered(source.keys / "signers", signer.signing_cert)])


def _remembered(folder: Path, present: x509.Certificate) -> list[x509.Certificate]:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / f"{present.sha256.hex()}.der").write_bytes(present.dump())
    return certificates_of(sorted(folder.glob("*.der")))
