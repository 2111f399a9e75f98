"""The signer in a PKCS#11 token (a card or HSM). Needs python-pkcs11, so only who has a token imports this."""

import threading
from collections.abc import Callable, Sequence
from functools import partial

from asn1crypto import x509
from pkcs11 import PKCS11Error, Session, UserAlreadyLoggedIn
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

from lms.lib.signatures.signing import CannotSignError


def token_signer(module: str, token: str, label: str, pin: str, chain: Sequence[x509.Certificate]) -> PKCS11Signer:
    """The certificate `label` on the token and its key. The session stays open as long as the process lives."""
    signer = _TokenSigner(partial(_session, module, token, pin), label, chain)
    try:
        signer.signing_cert  # noqa: B018 - read from the token now, so that a wrong label is told here
    except PKCS11Error as error:
        raise CannotSignError(f"証明書「{label}」を、トークンから読めません（{_named(error)}）。") from error
    return signer


def _session(module: str, token: str, pin: str) -> Session:
    try:
        return _opened(module, token, pin)
    except PKCS11Error as error:
        raise CannotSignError(f"トークン「{token}」を開けません（{_named(error)}）。") from error


def _opened(module: str, token: str, pin: str) -> Session:
    """A token knows each process once: whoever is signed in there has signed in all sessions of the process."""
    criteria = TokenCriteria(label=token)
    try:
        return open_pkcs11_session(module, token_criteria=criteria, user_pin=pin or None)
    except UserAlreadyLoggedIn:
        return open_pkcs11_session(module, token_criteria=criteria)


def _named(error: PKCS11Error) -> str:
    """Most errors of tokens have a name and no words."""
    return " ".join(filter(None, [type(error).__name__, str(error)]))


class _TokenSigner(PKCS11Signer):
    """Signs one thing at a time, which is all that a session can; opens another one when the token has lost it."""

    def __init__(self, session: Callable[[], Session], label: str, chain: Sequence[x509.Certificate]) -> None:
        super().__init__(session(), label, ca_chain=chain, embed_roots=False)
        self._new_session = session
        self._one_at_a_time = threading.Lock()

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002 - pyHanko's
        with self._one_at_a_time:
            try:
                return await super().async_sign_raw(data, digest_algorithm, dry_run)
            except PKCS11Error:
                self._begin_anew()
                return await super().async_sign_raw(data, digest_algorithm, dry_run)

    def _begin_anew(self) -> None:
        """After a card was pulled out and put back, or a token on the network restarted."""
        self.pkcs11_session = self._new_session()
        self._loaded = False
        self._load_objects()
