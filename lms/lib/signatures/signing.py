"""The signing of a finished PDF: PAdES, one certification signature over the whole file that allows no change."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer, SimpleSigner
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, PdfSigningSession, TimestampDSSContentSettings
from pyhanko_certvalidator.errors import ValidationError

from lms.lib.signatures.form import PlainStamps
from lms.lib.signatures.trust import Trust

_DIGEST = "sha256"
FIELD = "Signature"
_WITHOUT_PROOF = (
    "署名に使う証明書か、時刻認証の証明書を、認証局の証明書と失効リストで確かめられません。"
    "SIGNING_CRLS のフォルダーに、期限内の失効リストを認証局ごとに置いてください。"
)


class CannotSignError(RuntimeError):
    """The city's certificate or its key cannot be had; why, in words."""


@dataclass(frozen=True)
class Identity:
    """Who signs, and what stamps the time. `trial`: the demo authority, which papers must name as such."""

    signer: Signer
    trust: Trust
    trial: bool = False
    timestamper: PlainStamps | None = None
    archival: bool = False

    @property
    def certificate(self) -> x509.Certificate:
        return self.signer.signing_cert


def identity_of_file(content: bytes, passphrase: bytes | None) -> SimpleSigner:
    """The signer of a PKCS#12 file."""
    try:
        signer = _QuickSigner.load_pkcs12_data(content, [], passphrase)
    except ValueError as error:
        wrong = "証明書のファイル（PKCS#12）を開けません。ファイルとパスフレーズを確かめてください。"
        raise CannotSignError(wrong) from error
    return _QuickSigner(signer.signing_cert, signer.signing_key, signer.cert_registry, embed_roots=False)


def signed(pdf: bytes, identity: Identity, at: datetime) -> bytes:
    """The PDF with its signature, which names `at` as its time; a time stamp names its own."""
    if identity.trust.had_revoked(identity.certificate, at):
        raise CannotSignError("署名に使う証明書は、失効しています。")
    archival: dict[str, Any] = {}
    if identity.archival:
        context = identity.trust.context_of_proof(at)
        # The last stamp is to cover all that was added.
        before = DSSContentSettings(
            next_ts_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
        )
        archival = {
            "embed_validation_info": True, "use_pades_lta": True, "validation_context": context, "dss_settings": before,
        }  # fmt: skip
    metadata = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm=_DIGEST, certify=True, docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES, tight_size_estimates=identity.timestamper is None,
        signer_key_usage={"digital_signature"}, **archival,
    )  # fmt: skip
    signing = _AtMoment(metadata, identity.signer, at, identity.timestamper)
    try:
        signed_pdf: bytes = signing.sign_pdf(_Addition(BytesIO(pdf))).getvalue()
    except (SigningError, ValidationError) as error:
        if not identity.archival:
            raise
        raise CannotSignError(_WITHOUT_PROOF) from error
    return signed_pdf


class _Addition(IncrementalPdfFileWriter):
    """Adds the signature alone. pyHanko would rewrite the description of the file as well, not as PDF/A wants it."""

    def _update_meta(self) -> None:
        """Leave it."""


class _AtMoment(PdfSigner):
    """Takes the time from its caller and not from the machine's clock."""

    def __init__(
        self, metadata: PdfSignatureMetadata, signer: Signer, at: datetime, timestamper: PlainStamps | None
    ) -> None:
        super().__init__(metadata, signer, timestamper=timestamper)
        self._at = at

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._at
        return session


class _QuickSigner(SimpleSigner):
    """Reads its key once. pyHanko's own reads and proves it anew for each signature, 80 ms of 100."""

    _key: Any = None

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        if self._key is None:
            self._key = load_der_private_key(self.signing_key.dump(), password=None)
        if isinstance(self._key, RSAPrivateKey) and digest_algorithm == _DIGEST:
            return self._key.sign(data, PKCS1v15(), SHA256())
        return super().sign_raw(data, digest_algorithm)
