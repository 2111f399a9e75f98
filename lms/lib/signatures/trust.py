"""Whom a check trusts: authorities, and the certificates with which this city itself signs or signed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asn1crypto import crl, x509
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko_certvalidator import ValidationContext


@dataclass(frozen=True)
class Trust:
    """`own` empty: any certificate of the authorities may have signed. `lists`: what the authorities have revoked."""

    roots: tuple[x509.Certificate, ...]
    between: tuple[x509.Certificate, ...] = ()
    own: tuple[x509.Certificate, ...] = ()
    lists: tuple[crl.CertificateList, ...] = ()

    @property
    def signers(self) -> frozenset[bytes]:
        return frozenset(one.sha256 for one in self.own)

    def context(self, at: datetime) -> ValidationContext:
        """What was valid at a moment. Nothing is fetched; `revoked_at` tells what was revoked."""
        return ValidationContext(
            trust_roots=list(self.roots), other_certs=list(self.between), moment=at, allow_fetching=False
        )

    def context_of_proof(self, at: datetime) -> ValidationContext:
        """The same for what is to be proved for the long term: by a list, in time, for each certificate but roots."""
        return ValidationContext(
            trust_roots=list(self.roots), other_certs=list(self.between), moment=at, allow_fetching=False,
            crls=list(self.lists), revocation_mode="require" if self.lists else "soft-fail",
        )  # fmt: skip

    def revoked_at(self, certificate: x509.Certificate) -> datetime | None:
        """Since when it no longer counts. A list that is out of date still tells what it tells."""
        moments = [
            entry["revocation_date"].native
            for one in self.lists
            if one.issuer == certificate.issuer
            for entry in one["tbs_cert_list"]["revoked_certificates"]
            if entry["user_certificate"].native == certificate.serial_number
        ]
        return min(moments, default=None)

    def had_revoked(self, certificate: x509.Certificate, at: datetime) -> bool:
        since = self.revoked_at(certificate)
        return since is not None and since <= at

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
