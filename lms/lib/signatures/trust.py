"""Whom a check trusts: authorities, and the certificates with which this city itself signs or signed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asn1crypto import x509
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko_certvalidator import ValidationContext


@dataclass(frozen=True)
class Trust:
    """`own` empty: any certificate of the authorities may have signed."""

    roots: tuple[x509.Certificate, ...]
    between: tuple[x509.Certificate, ...] = ()
    own: tuple[x509.Certificate, ...] = ()

    @property
    def signers(self) -> frozenset[bytes]:
        return frozenset(one.sha256 for one in self.own)

    def context(self, at: datetime) -> ValidationContext:
        """What was valid at a moment. Nothing is fetched; revocation is seen where its proof travels in the paper."""
        return ValidationContext(
            trust_roots=list(self.roots), other_certs=list(self.between), moment=at, allow_fetching=False
        )

    def knows(self, signer: x509.Certificate) -> bool:
        return not self.signers or signer.sha256 in self.signers


def trust_in(certificates: Iterable[x509.Certificate]) -> Trust:
    """Authorities that certify themselves are roots, other authorities stand between, the rest are the signers."""
    found = list(certificates)
    authorities = [one for one in found if one.ca]
    return Trust(
        tuple(one for one in authorities if _of_itself(one)),
        tuple(one for one in authorities if not _of_itself(one)),
        tuple(one for one in found if not one.ca),
    )


def _of_itself(certificate: x509.Certificate) -> bool:
    return certificate.self_issued


def certificates_of(paths: Iterable[Path]) -> list[x509.Certificate]:
    """All certificates of files in PEM or DER."""
    return [one for path in paths for one in load_certs_from_pemder_data(path.read_bytes())]
