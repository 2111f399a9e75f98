"""The slot for a card or HSM, tried with the token in software of SoftHSM."""

import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from pkcs11 import Attribute
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate

from lms.certificates.checks import check_signing
from lms.lib.signatures.authority import ROOT, SIGNER, demo_authority
from lms.lib.signatures.checking import check
from lms.lib.signatures.configured import identity, signature_note, signed_paper, trust
from lms.lib.signatures.statements import signed_statement, statement_problem
from tests.forgery.papers import AT, pdfsig_accepts, unsigned

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN, LABEL = "1234", "証書"

pytestmark = pytest.mark.skipif(not MODULE.exists(), reason="the system package softhsm2 is missing")


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Iterator[Path]:
    """An authority whose signer's key lies in a token, and nowhere else. SoftHSM reads its settings once a process."""
    folder = demo_authority(tmp_path_factory.mktemp("lgpki") / "authority", AT)
    tokens = tmp_path_factory.mktemp("tokens")
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {tokens}\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        command = ["softhsm2-util", "--init-token", "--free", "--label", "city", "--so-pin", "0000", "--pin", PIN]
        subprocess.run(command, check=True, capture_output=True)
        _fill(folder / SIGNER)
        (folder / SIGNER).unlink()
        yield folder


def _fill(file: Path) -> None:
    """Put key and certificate of a file into the token."""
    key, certificate, _ = pkcs12.load_key_and_certificates(file.read_bytes(), None)
    plain = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    with pkcs11.lib(str(MODULE)).get_token(token_label="city").open(rw=True, user_pin=PIN) as session:
        common = {Attribute.TOKEN: True, Attribute.LABEL: LABEL, Attribute.ID: b"1"}
        session.create_object({**decode_rsa_private_key(plain), **common, Attribute.SENSITIVE: True})
        session.create_object({**decode_x509_certificate(certificate.public_bytes(Encoding.DER)), **common})


@pytest.fixture
def token(authority, settings, tmp_path) -> Path:
    (tmp_path / "pin").write_text(f"{PIN}\n")
    settings.KEYS_DIR = tmp_path / "keys"
    settings.SIGNING_PKCS11_MODULE, settings.SIGNING_PKCS11_TOKEN = str(MODULE), "city"
    settings.SIGNING_PKCS11_LABEL, settings.SIGNING_PASSPHRASE_FILE = LABEL, str(tmp_path / "pin")
    settings.SIGNING_CHAIN = str(authority / ROOT)
    return authority


# First: whoever has signed in to a token is in for all of the process.
def test_a_wrong_pin_is_told_in_words(token, settings, tmp_path):
    (tmp_path / "other").write_text("9999")
    settings.SIGNING_PASSPHRASE_FILE = str(tmp_path / "other")
    (error,) = check_signing()
    assert error.msg == "証書の署名：トークン「city」を開けません（PinIncorrect）。"


def test_a_token_that_is_not_there_is_told_in_words(token, settings):
    settings.SIGNING_PKCS11_TOKEN = "town"
    (error,) = check_signing()
    assert error.msg.startswith("証書の署名：トークン「town」を開けません（PKCS11Error No token matching")


def test_a_label_that_the_token_does_not_know_is_told_in_words(token, settings):
    settings.SIGNING_PKCS11_LABEL = "other"
    (error,) = check_signing()
    assert error.msg.startswith("証書の署名：証明書「other」を、トークンから読めません（PKCS11Error ")


def test_a_paper_signed_by_the_token_is_accepted_by_us_and_by_others(token):
    assert signature_note() == ""
    paper = signed_paper(unsigned(), AT)
    assert check(paper, trust(AT), AT).problem == ""
    assert pdfsig_accepts(paper)
    assert check_signing() == []


def test_the_token_signs_one_paper_after_the_other(token):
    assert all(check(signed_paper(unsigned(), AT), trust(AT), AT).accepted for _ in range(3))


def test_the_token_signs_the_heads_of_the_ledger_as_well(token):
    assert statement_problem(b"head", signed_statement(b"head", AT), trust(AT), AT) == ""


def test_many_threads_share_the_token(token):
    with ThreadPoolExecutor(4) as pool:
        papers = list(pool.map(lambda _: signed_paper(unsigned(), AT), range(12)))
    assert all(check(paper, trust(AT), AT).accepted for paper in papers)


def test_a_session_that_the_token_has_lost_is_begun_anew(token):
    signed_paper(unsigned(), AT)
    identity(AT).signer.pkcs11_session.close()
    assert check(signed_paper(unsigned(), AT), trust(AT), AT).accepted
