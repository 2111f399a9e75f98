"""The signer in a PKCS#11 token (a card or HSM). Needs python-pkcs11, so only who has a token imports this."""

from collections.abc import Sequence

from asn1crypto import x509
from pyhanko.config.pkcs11 import PKCS11SignatureConfig, TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11SigningContext
from pyhanko.sign.signers import Signer


def token_signer(module: str, token: str, label: str, pin: str, chain: Sequence[x509.Certificate]) -> Signer:
    """The certificate `label` on the token and its key. The session stays open as long as the process lives."""
    config = PKCS11SignatureConfig(
        module_path=module, token_criteria=TokenCriteria(label=token), cert_label=label, other_certs=list(chain)
    )
    signer: Signer = PKCS11SigningContext(config, pin).__enter__()
    return signer
