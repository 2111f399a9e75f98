"""Which certificate signs here: the demo authority's, or the city's own from a PKCS#12 file."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from lms.certificates.checks import check_signing
from lms.lib.signatures.authority import ROOT, SIGNER, demo_authority
from lms.lib.signatures.checking import check
from lms.lib.signatures.configured import identity, signature_note, signed_paper, trust
from tests.forgery.papers import AT, genuine, ours, unsigned


@pytest.fixture
def citys(settings, tmp_path: Path) -> Path:
    """Another authority than the demo's, as a city would be given it: a file with a passphrase, and the chain."""
    genuine()  # of the demo authority, while its keys are at hand
    folder = demo_authority(tmp_path / "lgpki", AT - timedelta(days=900))
    key, certificate, _ = pkcs12.load_key_and_certificates((folder / SIGNER).read_bytes(), None)
    sealed = pkcs12.serialize_key_and_certificates(b"city", key, certificate, None, BestAvailableEncryption(b"secret"))
    (folder / "city.p12").write_bytes(sealed)
    (folder / "passphrase").write_text("secret\n")
    settings.KEYS_DIR = tmp_path / "keys"
    settings.SIGNING_PKCS12 = str(folder / "city.p12")
    settings.SIGNING_PASSPHRASE_FILE = str(folder / "passphrase")
    settings.SIGNING_CHAIN = str(folder / ROOT)
    return folder


def test_without_a_certificate_the_demo_authority_signs_and_the_paper_says_so():
    assert signature_note() == "試行用の署名"
    assert identity(AT).trial
    assert check(signed_paper(unsigned(), AT), trust(AT), AT).accepted


def test_the_citys_certificate_signs_and_the_paper_says_nothing_of_a_trial(citys):
    assert signature_note() == ""
    assert check(signed_paper(unsigned(), AT), trust(AT), AT).accepted
    assert check_signing() == []
    assert not (citys.parent / "keys" / "demo").exists()


def test_papers_of_the_demo_authority_count_no_more_once_the_city_signs(citys):
    assert not check(genuine(), trust(AT), AT).accepted
    assert check(genuine(), ours().trust, AT).accepted


def test_what_the_citys_last_certificate_signed_stays_acceptable(citys, settings, tmp_path):
    paper = signed_paper(unsigned(), AT)
    following = demo_authority(tmp_path / "next", AT - timedelta(days=900))
    settings.SIGNING_PKCS12, settings.SIGNING_PASSPHRASE_FILE = str(following / SIGNER), ""
    settings.SIGNING_CHAIN, settings.TRUSTED_CERTIFICATES = str(following / ROOT), str(citys / ROOT)
    assert check(paper, trust(AT), AT).accepted
    assert check(signed_paper(unsigned(), AT), trust(AT), AT).accepted
    settings.TRUSTED_CERTIFICATES = ""
    assert not check(paper, trust(AT), AT).accepted


def test_another_certificate_of_the_same_authority_is_not_the_citys(citys, settings):
    mine = trust(AT)
    assert mine.signers == {identity(AT).certificate.sha256}


def test_a_chain_that_does_not_fit_is_said_before_the_first_paper(citys, settings):
    settings.SIGNING_CHAIN = ""
    (error,) = check_signing()
    assert "証書の署名：" in error.msg


def test_a_wrong_passphrase_is_said_before_the_first_paper(citys, settings):
    settings.SIGNING_PASSPHRASE_FILE = ""
    (error,) = check_signing()
    assert "（PKCS#12）を開けません" in error.msg
